import {
  type AsynchronousDelivery,
  type Connection,
  type InformationSystem,
  type Quota,
  type Receiver,
  type Service,
  usualMessageBytes,
} from './words.ts'

/** What a registry file need not say. Whoever builds a registry in a program spreads these and says the rest. */
export const usualSystem = {
  certificates: [],
  keyReference: 'KeyIdentifier',
  toleratesTimestamp: false,
  allowSha1: false,
  maxConcurrent: 64,
} as const satisfies Partial<InformationSystem>

/** A receiver answers for what it took (Rules, paragraph 59), so its answers are signed unless that is waived. */
export const usualReceiver = {
  networks: [],
  tlsAuthorities: [],
  authentication: { type: 'none' },
  statusOperation: 'changeMassageStatusNotification',
  maxConcurrent: 8,
  answerSignature: 'required',
} as const satisfies Partial<Receiver>

/** Table 1 of appendix 2. */
export const usualQuota: Quota = { peakPerHour: 2000, nominalPerHour: 360, over: 'warn' }

const daySeconds = 24 * 60 * 60

/** Who fetches says when it has the message, since the answer to getMessages may be lost on its way. */
export const usualAsynchronous: AsynchronousDelivery = {
  requests: 'push',
  pushedIsDelivered: true,
  fetchedIsDelivered: false,
  leaseSeconds: 300,
  expirySeconds: 7 * daySeconds,
}

export const usualService = {
  routes: [],
  networks: [],
  tlsAuthorities: [],
  authentication: { type: 'none' },
  maxTimeSeconds: 30,
  maxMessageBytes: usualMessageBytes,
  providerSignature: 'required',
  payloadSignature: 'none',
  quota: usualQuota,
  maxConcurrent: 64,
  repeatWindowSeconds: 600,
  maintenance: [],
  channels: ['sync'],
  asynchronous: usualAsynchronous,
} as const satisfies Partial<Service>

export const usualConnection = { suspended: [] } as const satisfies Partial<Connection>
