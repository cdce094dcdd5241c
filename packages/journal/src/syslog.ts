import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { hostname } from 'node:os'

export interface SyslogMessage {
  readonly severity: 'error' | 'warning' | 'notice' | 'informational'
  /** As `timeText` writes it: RFC 5424 allows microseconds. */
  readonly at: string
  /** What kind of message it is. */
  readonly word: string
  readonly data: Readonly<Record<string, string | number | null | undefined>>
  readonly text: string
}

const severities = { error: 3, warning: 4, notice: 5, informational: 6 } as const
/** "log audit" of RFC 5424, table 1. */
const auditFacility = 13
/** RFC 5612: the number for examples. Arna has no number of its own at IANA. */
const structuredDataId = 'arna@32473'
const byteOrderMark = '\uFEFF'

/** One message of RFC 5424, on one line. */
export function syslogText(message: SyslogMessage): string {
  const { severity, at, word, data, text } = message
  const priority = auditFacility * 8 + severities[severity]
  const parameters = Object.entries(data).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : `${name}="${escaped(String(value))}"`,
  )
  const structured =
    parameters.length === 0 ? '-' : `[${[structuredDataId, ...parameters].join(' ')}]`
  const head = `<${priority}>1 ${at} ${ascii(hostname(), 255)} arna - ${ascii(word, 32)} ${structured}`
  return `${head} ${byteOrderMark}${visible(text)}`
}

/** PRINTUSASCII without blanks, `-` when nothing is left. */
const ascii = (text: string, most: number): string =>
  text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, most) || '-'

/** §6.3.3: these three are written behind a backslash. */
const escaped = (value: string): string => visible(value).replaceAll(/["\\\]]/g, String.raw`\$&`)

/** Nobody's message may begin a line of its own in somebody's log. */
const visible = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}]/gu,
    (character) => `#${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  )

export interface Syslog {
  send(message: SyslogMessage): Promise<void>
  close(): Promise<void>
}

/**
 * Where syslog messages go: `udp://host:port` (RFC 5426, a datagram each) or `tcp://host:port` (RFC 6587 with octet
 * counting). A server that is silent for too long is given up. Throws TypeError for another address.
 */
export async function openSyslog(
  address: string,
  { silentMs = longestSilenceMs }: { readonly silentMs?: number } = {},
): Promise<Syslog> {
  const { protocol, host, port } = parseAddress(address)
  return protocol === 'udp:' ? openUdp(host, port) : openTcp(host, port, silentMs)
}

/** A server that takes nothing and does not hang up is as good as away: seals do not wait for it. */
const longestSilenceMs = 10_000

function parseAddress(address: string): { protocol: string; host: string; port: number } {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isOurs = url?.protocol === 'udp:' || url?.protocol === 'tcp:'
  if (!isOurs || url.hostname === '' || (url.pathname !== '' && url.pathname !== '/')) {
    throw new TypeError(
      `${address} is no address of a syslog server: udp://host:514 or tcp://host:601`,
    )
  }
  const usual = url.protocol === 'udp:' ? 514 : 601
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return { protocol: url.protocol, host, port: Number(url.port || usual) }
}

/** What a receiver should take (RFC 5426 §3.2); the end of a long text is cut off. */
const largestDatagram = 2048

async function openUdp(host: string, port: number): Promise<Syslog> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.connect(port, host)
  await once(socket, 'connect')
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        const bytes = cut(Buffer.from(syslogText(message)), largestDatagram)
        socket.send(bytes, (error) => (error ? reject(error) : resolve()))
      }),
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}

/** Never in the middle of a character. */
function cut(bytes: Buffer, most: number): Buffer {
  if (bytes.length <= most) return bytes
  let end = most
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--
  return bytes.subarray(0, end)
}

async function openTcp(host: string, port: number, silentMs: number): Promise<Syslog> {
  const socket = connect(port, host)
  socket.on('timeout', () => {
    socket.destroy(new Error(`the syslog server is silent for ${silentMs / 1000} s`))
  })
  // Only while we wait for it: whoever has nothing to send yet is no silent server.
  const until = async (event: 'connect' | 'drain' | 'close'): Promise<void> => {
    socket.setTimeout(silentMs)
    await once(socket, event)
    socket.setTimeout(0)
  }
  await until('connect')
  let broken: Error | undefined
  socket.on('error', (error) => {
    broken = error
  })
  return {
    send: async (message) => {
      if (broken !== undefined) throw broken
      const text = syslogText(message)
      const goesOn = socket.write(`${Buffer.byteLength(text)} ${text}`)
      if (!goesOn) await until('drain')
    },
    close: async () => {
      if (broken !== undefined) throw broken
      const closed = until('close')
      socket.end()
      socket.resume()
      await closed
    },
  }
}
