import type { Seal } from '../seal.ts'
import type { SyslogMessage } from '../syslog.ts'
import type { ChainLine, EventLine, MessageLine } from './chain-line.ts'

const severities = {
  admitted: 'informational',
  finished: 'informational',
  refused: 'warning',
  unknown: 'error',
} as const

/** A record, event or seal for a security monitor; batches and pieces say nothing there. */
export function syslogMessage(line: ChainLine): SyslogMessage | undefined {
  if ('message' in line) return ofMessage(line.message)
  if ('event' in line) return ofEvent(line.event)
  if ('seal' in line) return sealMessage(line.seal)
  return undefined
}

function ofMessage(message: MessageLine): SyslogMessage {
  const { kind, message_id, sender_id, service_id, fault_code, detail } = message
  const ending = fault_code === null ? '' : `: ${fault_code}${detail === null ? '' : `: ${detail}`}`
  return {
    severity: kind in severities ? severities[kind as keyof typeof severities] : 'warning',
    at: message.at,
    word: kind,
    data: {
      instance: message.instance,
      session: message.session_id,
      message: message_id,
      sender: sender_id,
      service: service_id,
      certificate: message.certificate,
      registry: message.registry,
      stage: message.stage,
      fault: fault_code,
      repeatOf: message.repeat_of,
      status: message.http_status,
      remote: message.remote_address,
      ...placeOf(message),
    },
    text: `${kind}: message ${message_id ?? '-'} from ${sender_id ?? '-'} to ${service_id ?? '-'}${ending}`,
  }
}

const ofEvent = (event: EventLine): SyslogMessage => ({
  severity: 'notice',
  at: event.at,
  word: event.event,
  data: { instance: event.instance, actor: event.actor, ...placeOf(event), data: event.data },
  text: `${event.event}${event.actor === null ? '' : ` by ${event.actor}`}${event.detail === null ? '' : `: ${event.detail}`}`,
})

const placeOf = ({ writer, batch, position }: EventLine | MessageLine) => ({
  writer,
  batch,
  position,
})

/** The whole seal: whoever has it can compare the journal with it. */
export const sealMessage = (seal: Seal): SyslogMessage => ({
  severity: 'notice',
  at: seal.at,
  word: 'seal',
  data: { number: seal.number, previous: seal.previous, hash: seal.hash },
  text: JSON.stringify({ seal }),
})
