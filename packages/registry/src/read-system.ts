import { isPasswordHash } from './password.ts'
import { type Certificates, readCertificate } from './read-certificate.ts'
import { readReceiver } from './read-receiver.ts'
import type { Reading } from './reading.ts'
import { closestWord } from './closest-word.ts'
import { usualSystem } from './usual.ts'
import { isWhole } from './is-whole.ts'
import {
  type InformationSystem,
  keyReferences,
  mostConcurrent,
  type Organisation,
} from './words.ts'

/** `organisations` by their ids: a system names its own. */
export function readSystem(
  reading: Reading,
  organisations: ReadonlyMap<string, Organisation>,
  known?: Certificates,
): InformationSystem | undefined {
  const member = reading.members([
    'senderId',
    'organisation',
    'iin',
    'passwordHash',
    'previousPassword',
    'certificates',
    'keyReference',
    'toleratesTimestamp',
    'allowSha1',
    'maxConcurrent',
    'receiver',
  ])
  if (member === undefined) return undefined
  const senderId = member('senderId').text()
  const organisation = readOrganisationOf(member('organisation'), organisations)
  const iin = member('iin').optional((one) => one.digits(12))
  const passwordHash = member('passwordHash').optional(readPasswordHash)
  const previousPassword = member('previousPassword').optional(readPreviousPassword)
  const certificates = member('certificates')
    .items([])
    .map((one) => readCertificate(one, known))
  const keyReference = member('keyReference').oneOf(keyReferences, usualSystem.keyReference)
  const toleratesTimestamp = member('toleratesTimestamp').flag(usualSystem.toleratesTimestamp)
  const allowSha1 = member('allowSha1').flag(usualSystem.allowSha1)
  const maxConcurrent = member('maxConcurrent').whole(1, mostConcurrent, usualSystem.maxConcurrent)
  const receiver = member('receiver').optional((one) => readReceiver(one, known))
  if (senderId === undefined || organisation === undefined) return undefined
  if (keyReference === undefined || toleratesTimestamp === undefined) return undefined
  if (allowSha1 === undefined || maxConcurrent === undefined) return undefined
  if (!isWhole(certificates)) return undefined
  // Without the one that could not be read it would be told that it has none.
  if (receiver === undefined && !member('receiver').missing) return undefined
  return {
    senderId,
    organisation,
    ...(iin !== undefined && { iin }),
    ...(passwordHash !== undefined && { passwordHash }),
    ...(previousPassword !== undefined && { previousPassword }),
    certificates,
    keyReference,
    toleratesTimestamp,
    allowSha1,
    maxConcurrent,
    ...(receiver !== undefined && { receiver }),
  }
}

function readOrganisationOf(
  reading: Reading,
  organisations: ReadonlyMap<string, Organisation>,
): Organisation | undefined {
  if (typeof reading.value === 'object' && reading.value !== null) {
    return reading.problem(
      'write the id of one of the organisations, which stand in a list of their own',
    )
  }
  const id = reading.text()
  if (id === undefined) return undefined
  const organisation = organisations.get(id)
  if (organisation !== undefined) return organisation
  const meant = closestWord(id, organisations.keys())
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`
  return reading.problem(`${id} is no id of organisations${hint}`)
}

function readPasswordHash(reading: Reading): string | undefined {
  if (typeof reading.value === 'string' && isPasswordHash(reading.value)) return reading.value
  return reading.problem('write a hash of the form scrypt$15$8$1$salt$hash')
}

function readPreviousPassword(reading: Reading): InformationSystem['previousPassword'] {
  const member = reading.members(['hash', 'until'])
  if (member === undefined) return undefined
  const hash = readPasswordHash(member('hash'))
  const until = member('until').time()
  return hash === undefined || until === undefined ? undefined : { hash, until }
}
