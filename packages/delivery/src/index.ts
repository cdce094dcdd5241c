export {
  claim,
  type Claimed,
  type ClaimedMessage,
  type ClaimOrder,
  fetch,
  type Fetched,
  type FetchOrder,
  giveBack,
  readContent,
} from './claim.ts'
export { openContent, sealContent, type SealedContent } from './content.ts'
export { type DueQueue, dueQueues, tryNow } from './due-queues.ts'
export {
  type KnownOfMessage,
  knownOfMessage,
  type OtherMessage,
  type StandingDelivery,
} from './known-of-message.ts'
export {
  type Chain,
  findByDigest,
  findChain,
  findMessage,
  type MessageStanding,
  numberOf,
} from './look-up.ts'
export {
  accept,
  type AcceptedMessage,
  deliveryMoves,
  end,
  type End,
  handOver,
  hasten,
  type Lease,
  readdress,
  type Readdressing,
  retry,
  type StatusDelivery,
  told,
} from './moves.ts'
export { type Numbers, openNumbers } from './numbers.ts'
export { type Queue, type QueueKind, type QueueName, Queues } from './queues.ts'
export { retryDelaySeconds } from './retry-delay.ts'
export { type EndMove, ends, type EndState, type MessageState } from './states.ts'
export { type Expired, findExpired, forgetEnded, returnLeases, returnLeasesOf } from './upkeep.ts'
export { type LastError, type WaitingLine, waitingLines } from './waiting-lines.ts'
export {
  type Counted,
  countWaiting,
  type Selection,
  type WaitingMessage,
  waitingMessages,
} from './waiting-messages.ts'
