import type { Certificate } from '@arna/pki'
import { sendersOf } from './senders-of.ts'
import type { InformationSystem, ProviderAuthentication, RegistrySource, Service } from './words.ts'

/**
 * What is allowed in a registry and yet will make a gateway refuse messages: a sentence for each, for the person who
 * publishes. Nobody is kept from publishing by them, since a certificate may run out while the registry stays good.
 * `passwordsAreKept`: passwords that the source leaves out are those that are published already.
 */
export function doubtsAbout(
  source: RegistrySource,
  now: Date,
  { passwordsAreKept = false }: { readonly passwordsAreKept?: boolean } = {},
): string[] {
  const senders = sendersOf(source)
  return [
    ...source.systems.flatMap((system) => [
      ...certificateDoubts(system, now),
      ...receiverDoubts(system),
      ...(passwordsAreKept ? [] : passwordDoubts(system, senders)),
    ]),
    ...source.services.flatMap(serviceDoubts),
  ]
}

function certificateDoubts(system: InformationSystem, now: Date): string[] {
  const about = (doubt: string): string => `${system.senderId}: ${doubt}`
  if (system.certificates.length === 0) {
    return [about('no certificate is registered, so it can neither send nor answer')]
  }
  return system.certificates.flatMap((certificate) =>
    [dateDoubt(certificate, now), identityDoubt(system, certificate)].flatMap((doubt) =>
      doubt === undefined ? [] : [about(`the certificate ${certificate.commonName} ${doubt}`)],
    ),
  )
}

function passwordDoubts(
  { senderId, passwordHash }: InformationSystem,
  senders: ReadonlySet<string>,
): string[] {
  if (passwordHash !== undefined || !senders.has(senderId)) return []
  return [`${senderId}: it has no password yet, so it cannot send: arna password reset ${senderId}`]
}

const receiverDoubts = ({ senderId, receiver }: InformationSystem): string[] =>
  receiver === undefined
    ? []
    : plainHttpDoubts(`the receiver of ${senderId}`, [receiver.url], receiver.authentication)

const serviceDoubts = ({ serviceId, url, routes, authentication }: Service): string[] =>
  plainHttpDoubts(serviceId, [url, ...routes.map((route) => route.url)], authentication)

function plainHttpDoubts(
  name: string,
  urls: readonly string[],
  { type }: ProviderAuthentication,
): string[] {
  if (type !== 'basic' && type !== 'bearer') return []
  if (!urls.some((url) => url.startsWith('http:'))) return []
  const what = type === 'basic' ? 'password' : 'token'
  return [`${name}: its ${what} goes over plain http, where others may read it`]
}

function dateDoubt({ notBefore, notAfter }: Certificate, now: Date): string | undefined {
  if (now > notAfter) return `ran out on ${date(notAfter)}`
  return now < notBefore ? `is valid from ${date(notBefore)} only` : undefined
}

/** The Rules want IIN and BIN of the certificate to be those registered (appendix 6). */
function identityDoubt(
  { organisation: { bin }, iin }: InformationSystem,
  certificate: Certificate,
): string | undefined {
  if (bin !== certificate.bin) {
    return `has the BIN ${certificate.bin ?? '(none)'}, and registered is ${bin ?? '(none)'}`
  }
  if (iin !== undefined && iin !== certificate.iin) {
    return `has the IIN ${certificate.iin ?? '(none)'}, and registered is ${iin}`
  }
  return bin === undefined && iin === undefined
    ? 'is bound to nobody: register the BIN or the IIN that it names'
    : undefined
}

const date = (time: Date): string => time.toISOString().slice(0, 10)
