import { type Chain, findChain, numberOf } from '@arna/delivery'
import { type AsyncSendMessage, Fault } from '@arna/message'
import { addressOf, type InformationSystem, requestMode, type Service } from '@arna/registry'
import { authorizeCall } from '../authorize/authorize.ts'
import type { Authenticated } from '../exchange.ts'
import type { AsyncGateway } from './context.ts'

/** Where a message goes, and within which chain. */
export interface Addressed {
  readonly service: Service
  readonly initiatorId: string
  readonly providerId: string
  readonly receiver: InformationSystem
  /** Left out of a REQUEST: it opens one. */
  readonly chain: Chain | undefined
  /** What the payload is to the service. */
  readonly is: 'request' | 'answer'
}

/**
 * A REQUEST opens a chain with the owner of its service; whatever else comes belongs to a chain, and goes to its other party
 * (Rules, appendix 1, 1.1). Who began a chain needs the connection for each message, who answers only the chain: a suspension
 * holds what it says, and does not refuse it.
 */
export async function address(
  request: Authenticated<AsyncSendMessage>,
  gateway: AsyncGateway,
): Promise<Addressed> {
  const { message, sender, registry } = request
  const { senderId } = sender
  const chain = message.messageType === 'REQUEST' ? undefined : await chainOf(request, gateway)
  const serviceId = message.serviceId
  if (chain === undefined || chain.initiatorId === senderId) {
    const { service, connection } = authorizeCall(request, { serviceId, channel: 'async' }, gateway)
    if (requestMode(service, connection) === 'push') addressOf(service, message.routeId)
    const providerId = chain?.providerId ?? service.owner
    return {
      service,
      initiatorId: senderId,
      providerId,
      receiver: receiverOf(request, providerId),
      chain,
      is: 'request',
    }
  }
  const service = registry.service(serviceId)
  if (service === undefined) {
    throw new Fault('service-unknown', `no service ${JSON.stringify(serviceId)} here`)
  }
  const bytes = request.bytes.byteLength
  if (bytes > service.maxMessageBytes) {
    throw new Fault(
      'message-too-large',
      `${bytes} bytes; messages of ${serviceId} have up to ${service.maxMessageBytes}`,
    )
  }
  return {
    service,
    initiatorId: chain.initiatorId,
    providerId: chain.providerId,
    receiver: receiverOf(request, chain.initiatorId),
    chain,
    is: 'answer',
  }
}

/** One fault for a chain that is not there and for one of others: nobody learns of other parties' chains. */
async function chainOf(
  { message, sender, registry }: Authenticated<AsyncSendMessage>,
  { database }: AsyncGateway,
): Promise<Chain> {
  const { correlationId, messageType, serviceId } = message
  if (correlationId === undefined) {
    throw new Fault(
      'correlation-missing',
      `a ${messageType} belongs to a chain: say its correlationId`,
    )
  }
  const id = numberOf(correlationId)
  const chain = id === undefined ? undefined : await findChain(database, id)
  const isParty =
    chain?.contour === registry.contour &&
    [chain.initiatorId, chain.providerId].includes(sender.senderId)
  if (chain === undefined || !isParty || chain.serviceId !== serviceId) {
    throw new Fault(
      'chain-unknown',
      `there is no chain ${JSON.stringify(correlationId)} of ${serviceId} with ${sender.senderId}`,
    )
  }
  return chain
}

function receiverOf(
  { registry }: Authenticated<AsyncSendMessage>,
  receiverId: string,
): InformationSystem {
  const receiver = registry.system(receiverId)
  if (receiver !== undefined) return receiver
  throw new Fault('receiver-unknown', 'the other party of this chain is no longer registered')
}
