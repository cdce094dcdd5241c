import { isWhole } from './is-whole.ts'
import { type Certificates, readCertificate } from './read-certificate.ts'
import { readAuthentication, readSignature, readUrl } from './read-endpoint.ts'
import type { Reading } from './reading.ts'
import { usualReceiver } from './usual.ts'
import { mostConcurrent, type Receiver, specialNetworks, statusOperations } from './words.ts'

/** Where the gateway pushes to a system. */
export function readReceiver(reading: Reading, known?: Certificates): Receiver | undefined {
  const member = reading.members([
    'url',
    'networks',
    'tlsAuthorities',
    'authentication',
    'statusOperation',
    'maxConcurrent',
    'answerSignature',
  ])
  if (member === undefined) return undefined
  const url = readUrl(member('url'))
  const networks = member('networks')
    .items([])
    .map((one) => one.oneOf(specialNetworks))
  const tlsAuthorities = member('tlsAuthorities')
    .items([])
    .map((one) => readCertificate(one, known))
  const authentication = readAuthentication(member('authentication'))
  const statusOperation = member('statusOperation').oneOf(
    statusOperations,
    usualReceiver.statusOperation,
  )
  const maxConcurrent = member('maxConcurrent').whole(
    1,
    mostConcurrent,
    usualReceiver.maxConcurrent,
  )
  const answerSignature = readSignature(member('answerSignature'))
  if (url === undefined || !isWhole(networks) || !isWhole(tlsAuthorities)) return undefined
  if (authentication === undefined || statusOperation === undefined) return undefined
  if (maxConcurrent === undefined || answerSignature === undefined) return undefined
  return {
    url,
    networks,
    tlsAuthorities,
    authentication,
    statusOperation,
    maxConcurrent,
    answerSignature,
  }
}
