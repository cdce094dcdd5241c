import {
  type Connection,
  type InformationSystem,
  type Quota,
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

/** Table 1 of appendix 2. */
export const usualQuota: Quota = { peakPerHour: 2000, nominalPerHour: 360, over: 'warn' }

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
} as const satisfies Partial<Service>

export const usualConnection = { suspended: [] } as const satisfies Partial<Connection>
