import type { ProviderAuthentication, Service } from '@arna/registry'
import type { ProviderTls } from './members.ts'
import { service } from './service.ts'

interface Places {
  readonly url: string
  readonly tlsUrl: string
  readonly tls: ProviderTls
}

/** Services whose providers answer only whoever proves to be the gateway. */
export function demandingServices({ url, tlsUrl, tls }: Places): Service[] {
  const tlsAuthorities = [tls.authority]
  const demanding = (name: string, authentication: ProviderAuthentication): Service =>
    service(`Demands:${name}`, `${name === 'wsseDigest' ? url : tlsUrl}/Demands/${name}`, {
      authentication,
      tlsAuthorities,
    })
  const wsse = { type: 'wsse', user: 'arna', secret: 'password' } as const
  return [
    demanding('basic', { type: 'basic', user: 'arna', secret: 'password' }),
    demanding('bearer', { type: 'bearer', secret: 'token' }),
    demanding('clientCertificate', { type: 'clientCertificate', secret: 'key' }),
    demanding('wsseText', wsse),
    demanding('wsseDigest', wsse),
    service('DemandsMore', `${tlsUrl}/Demands/basic`, {
      authentication: { type: 'basic', user: 'somebody', secret: 'password' },
      tlsAuthorities,
    }),
    service('DemandsWhatIsNotSaid', `${tlsUrl}/Demands/bearer`, { tlsAuthorities }),
  ]
}
