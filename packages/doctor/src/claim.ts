import {
  type BodyContent,
  channelOf,
  payloadOf,
  readAsyncRequest,
  readSendMessage,
  type SenderInfo,
  writeAsyncMessage,
  writePushedMessage,
  writeSendMessage,
} from '@arna/message'
import type { XmlElement } from '@arna/xml'

/** What a request of either channel says of itself. */
export interface Claim {
  readonly channel: 'sync' | 'async'
  /** The contract lets some requests of the asynchronous channel leave it out. */
  readonly sender: SenderInfo | undefined
  readonly needsPassword: boolean
  /** The service that it calls; undefined for what only its chain or its message decides. */
  readonly calls: { readonly serviceId: string; readonly routeId: string | undefined } | undefined
  /** As the gateway writes it anew for the receiver; undefined for what goes to nobody. */
  readonly passedOn: (() => BodyContent) | undefined
}

/** Throws Fault 'soap-structure' or 'message-malformed'. */
export function readClaim(body: XmlElement): Claim {
  if (channelOf(body) === 'async') return readAsyncClaim(body)
  const { data, ...info } = readSendMessage(body)
  const { serviceId, routeId, sender } = info
  return {
    channel: 'sync',
    sender,
    needsPassword: true,
    calls: { serviceId, routeId },
    passedOn: () => writeSendMessage(info, data && payloadOf(data)),
  }
}

function readAsyncClaim(body: XmlElement): Claim {
  const request = readAsyncRequest(body)
  const { sender } = request
  if (request.operation !== 'sendMessage') {
    return {
      channel: 'async',
      sender,
      needsPassword: false,
      calls: undefined,
      passedOn: undefined,
    }
  }
  const { data, serviceId, routeId, messageType } = request
  return {
    channel: 'async',
    sender,
    needsPassword: true,
    calls: messageType === 'REQUEST' ? { serviceId, routeId } : undefined,
    passedOn: () => writePushedMessage(writeAsyncMessage(request, payloadOf(data))),
  }
}
