import type { Service } from '@arna/registry'
import type { ProviderTls } from './members.ts'
import { service } from './service.ts'

interface Places {
  readonly url: string
  readonly tlsUrl: string
  readonly tls: ProviderTls
}

/** Services that differ in the way to their provider. */
export function reachedServices({ url, tlsUrl, tls }: Places): Service[] {
  const { port } = new URL(url)
  const outside = { networks: [] }
  return [
    service('Routed', `${url}/AnswersHtml`, {
      routes: [
        { routeId: 'R_ECHO', url: `${url}/Echo` },
        { routeId: 'R_AWAY', url: `${url}/AnswersThatNothingIsHere` },
      ],
    }),
    service('OverTls', `${tlsUrl}/Echo`, { tlsAuthorities: [tls.authority] }),
    service('OverTlsOfAStranger', `${tlsUrl}/Echo`),
    service('OverTlsAtAnotherName', `https://localhost:${new URL(tlsUrl).port}/Echo`, {
      tlsAuthorities: [tls.authority],
    }),
    service('AtEveryAddress', `http://0.0.0.0:${port}/Echo`),
    service('AtManyAddresses', 'http://224.0.0.1/'),
    service('AtLoopbackBehindNat64', 'http://[64:ff9b::127.0.0.1]/', outside),
    service('AtTheMetadataBehindNat64', 'http://[64:ff9b::169.254.169.254]/', outside),
    service('AtLoopbackBehind6to4', 'http://[2002:7f00:1::1]/'),
    service('AtCompatibleLoopback', 'http://[::127.0.0.1]/'),
    ...['loopback', 'mapped', 'metadata', 'private', 'both'].map((name) =>
      service(name, `http://${name}.example:${port}/Echo`, outside),
    ),
    service('loopbackWherePrivateIsAllowed', `http://loopback.example:${port}/Echo`, {
      networks: ['private', 'link-local'],
    }),
    service('loopbackWhereItIsAllowed', `http://loopback.example:${port}/Echo`),
    service('WithoutItsSecret', `${url}/Echo`, {
      authentication: { type: 'basic', user: 'arna', secret: 'nobody-has-set-it' },
    }),
  ]
}
