import type { Certificate } from '@arna/pki'
import fc from 'fast-check'
import {
  usualAsynchronous,
  usualQuota,
  usualReceiver,
  usualService,
  usualSystem,
} from '../usual.ts'
import {
  type AsynchronousDelivery,
  channels,
  type Connection,
  deliveryModes,
  keyReferences,
  type InformationSystem,
  type Organisation,
  type ProviderAuthentication,
  type Receiver,
  type RegistrySource,
  type Service,
  specialNetworks,
  statusOperations,
} from '../words.ts'

/** Good registries that use every word, small enough that two of them often share names. */
export function arbitrarySource(
  certificates: readonly Certificate[],
): fc.Arbitrary<RegistrySource> {
  const organisations = fc.uniqueArray(organisation, {
    selector: ({ id }) => id,
    minLength: 1,
    maxLength: 3,
  })
  return organisations.chain((those) =>
    fc
      .tuple(
        fc.uniqueArray(system(those, certificates), {
          selector: ({ senderId }) => senderId,
          minLength: 1,
          maxLength: 3,
        }),
        fc.constantFrom('test', 'production'),
      )
      .chain(([systems, environment]) =>
        fc
          .uniqueArray(service(systems, certificates), {
            selector: ({ serviceId }) => serviceId,
            maxLength: 3,
          })
          .chain((services) =>
            connections(systems, services).map((all) => ({
              environment,
              // Paragraph 4 would forbid some connections on the inner one.
              contour: 'outer',
              organisations: those,
              systems,
              services,
              connections: all,
            })),
          ),
      ),
  )
}

const name = fc.constantFrom(
  'a',
  'b',
  'ә',
  '__proto__',
  'a b',
  'yes',
  '0x1',
  'null',
  '~',
  '# x',
  "'",
)
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((one) => one.length <= 255 && !/^\s|\s$|[\p{Cc}\u2028\u2029]|[\uD800-\uDFFF]/u.test(one))
const digits = fc.constantFrom('000140000017', '123456789012')
const time = fc.date({
  min: new Date('2000-01-01'),
  max: new Date('2099-12-31'),
  noInvalidDate: true,
})
const hash = fc
  .constantFrom('A', 'B', 'C')
  .map((one) => `scrypt$15$8$1$${one.repeat(22)}$${one.repeat(42)}A`)

const organisation: fc.Arbitrary<Organisation> = record({
  id: name,
  name: text,
  bin: optional(digits),
  isState: fc.boolean(),
})

function system(
  organisations: readonly Organisation[],
  certificates: readonly Certificate[],
): fc.Arbitrary<InformationSystem> {
  return record({
    senderId: name,
    organisation: fc.constantFrom(...organisations),
    iin: optional(digits),
    passwordHash: optional(hash),
    previousPassword: optional(fc.record({ hash, until: time })),
    certificates: fc.subarray([...certificates]),
    keyReference: fc.constantFrom(...keyReferences),
    toleratesTimestamp: fc.boolean(),
    allowSha1: fc.boolean(),
    maxConcurrent: fc.constantFrom(usualSystem.maxConcurrent, 1, 10_000),
    receiver: optional(receiver(certificates)),
  })
}

const quota = fc.constantFrom(usualQuota, {
  peakPerHour: 5,
  nominalPerHour: 5,
  over: 'refuse',
} as const)
const url = fc.constantFrom(
  'https://a.example/',
  'https://a.example/б?c=%20#'.slice(0, -1),
  'https://b.example:8443',
)
const authentication: fc.Arbitrary<ProviderAuthentication> = fc.oneof(
  fc.constant({ type: 'none' } as const),
  fc.record({
    type: fc.constantFrom('basic', 'wsse'),
    user: fc.constantFrom('u', 'ә'),
    secret: fc.constantFrom('s', 's.2'),
  }),
  fc.record({
    type: fc.constantFrom('bearer', 'clientCertificate'),
    secret: fc.constantFrom('s', 's.2'),
  }),
)

const signature = fc.oneof(fc.constant('required' as const), fc.record({ waived: text }))

function receiver(certificates: readonly Certificate[]): fc.Arbitrary<Receiver> {
  return record({
    url,
    networks: fc.subarray([...specialNetworks]),
    tlsAuthorities: fc.subarray([...certificates]),
    authentication,
    statusOperation: fc.constantFrom(...statusOperations),
    maxConcurrent: fc.constantFrom(usualReceiver.maxConcurrent, 1, 10_000),
    answerSignature: signature,
  })
}

const asynchronous: fc.Arbitrary<AsynchronousDelivery> = fc.oneof(
  fc.constant(usualAsynchronous),
  record({
    requests: fc.constantFrom(...deliveryModes),
    pushedIsDelivered: fc.boolean(),
    fetchedIsDelivered: fc.boolean(),
    leaseSeconds: fc.constantFrom(1, 86_400),
    expirySeconds: fc.constantFrom(1, 31_536_000),
  }),
)

/** Without an address, as only a service whose owner fetches may be. */
const fetched = (one: Service): Service => ({
  ...one,
  url: '',
  channels: ['async'],
  asynchronous: { ...one.asynchronous, requests: 'pull' },
})

function service(
  systems: readonly InformationSystem[],
  certificates: readonly Certificate[],
): fc.Arbitrary<Service> {
  return record({
    serviceId: name,
    owner: fc.constantFrom(...systems.map(({ senderId }) => senderId)),
    url,
    routes: fc.uniqueArray(fc.record({ routeId: name, url }), {
      selector: ({ routeId }) => routeId,
      maxLength: 2,
    }),
    networks: fc.subarray([...specialNetworks]),
    tlsAuthorities: fc.subarray([...certificates]),
    authentication,
    maxTimeSeconds: fc.constantFrom(usualService.maxTimeSeconds, 1),
    maxMessageBytes: fc.constantFrom(usualService.maxMessageBytes, 1),
    providerSignature: signature,
    payloadSignature: fc.constantFrom('none', 'request', 'answer', 'both'),
    schema: optional(
      fc.record({
        files: fc.constantFrom(
          [{ name: 'a.xsd', text: '<a/>\n' }],
          [{ name: 'a.xsd', text: '\t<b>ә</b>\r\n ' }],
        ),
        checks: fc.constantFrom('request', 'answer', 'both'),
      }),
    ),
    quota,
    maxConcurrent: fc.constantFrom(usualService.maxConcurrent, 1),
    repeatWindowSeconds: fc.constantFrom(0, usualService.repeatWindowSeconds),
    maintenance: fc.array(
      time.map((from) => ({ from, until: new Date(from.getTime() + 1000), reason: 'a reason' })),
      { maxLength: 2 },
    ),
    disabled: optional(
      fc.oneof(fc.record({ reason: text }), fc.record({ reason: text, until: time })),
    ),
    channels: fc.shuffledSubarray([...channels], { minLength: 1 }),
    asynchronous,
  }).chain((one) => fc.constantFrom(one, one, fetched(one)))
}

function connections(
  systems: readonly InformationSystem[],
  services: readonly Service[],
): fc.Arbitrary<Connection[]> {
  const pairs = systems.flatMap((one) => services.map((each) => ({ system: one, service: each })))
  return fc.subarray(pairs).chain((some) =>
    some.length === 0
      ? fc.constant([])
      : fc.tuple(
          ...some.map((pair) =>
            record({
              system: fc.constant(pair.system.senderId),
              service: fc.constant(pair.service.serviceId),
              suspended: fc.array(text, { maxLength: 2 }),
              quota: optional(quota),
              requests: optional(mode(pair.service.url !== '')),
              answers: optional(mode(pair.system.receiver !== undefined)),
            }),
          ),
        ),
  )
}

/** Only who has an address is pushed to. */
const mode = (hasAddress: boolean): fc.Arbitrary<'push' | 'pull'> =>
  hasAddress ? fc.constantFrom(...deliveryModes) : fc.constant('pull' as const)

function optional<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(arbitrary, { nil: undefined })
}

/** As fc.record; what `optional` left out is no member at all. */
function record<Word extends object>(model: {
  readonly [Name in keyof Word]-?: fc.Arbitrary<Word[Name] | undefined>
}): fc.Arbitrary<Word> {
  return fc
    .record(model as Record<string, fc.Arbitrary<unknown>>)
    .map(
      (made) =>
        Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)) as Word,
    )
}
