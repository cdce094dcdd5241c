import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openDatabase } from '@arna/database'
import { type Circumstances, diagnose } from '@arna/doctor'
import { type FaultCode, faults } from '@arna/message'
import { type Certificate, parseCertificates, Trust } from '@arna/pki'
import { newestSnapshot, openSnapshot, PasswordCheck } from '@arna/registry'
import { loadXmlEngine } from '@arna/xml'
import { expect } from 'vitest'
import type { World } from './world.ts'

/** Faults that the bytes of a message do not tell: HTTP, load, and what the gateway itself lacks. */
const beyondTheBytes: ReadonlySet<FaultCode> = new Set([
  'http-method',
  'http-content-type',
  'http-body-incomplete',
  'gateway-overloaded',
  'journal-unavailable',
  'registry-unavailable',
  'internal-error',
  'acceptance-too-long',
  'outcome-unknown',
  'repeat-answer-gone',
  'quota-exceeded',
  'sender-busy',
  'service-busy',
  // The gateway checks payloads beside its event loop, and the doctor says that it left that out.
  'payload-unsigned',
  'payload-signature-wrong',
  'payload-certificate-refused',
  'payload-invalid',
  'payload-schema-unusable',
  // Where names lead, and which secrets are set, stands in no registry.
  'provider-address-refused',
  'provider-secret-missing',
])

/** The doctor, who knows the registry of this gateway, gives the verdict that the gateway gave. */
export async function doctorAgrees(
  body: string | Uint8Array,
  code: FaultCode | 'ok',
  world: World,
): Promise<void> {
  if (body.length > mostBytes || (code !== 'ok' && beyondTheBytes.has(code))) return
  // What a provider does, no file tells: its sender's message is good. That a service is off stands in the registry.
  const isOfProvider = code !== 'ok' && faults[code].party === 'provider'
  const expected = isOfProvider && !code.startsWith('service-') ? 'ok' : code
  const { verdict } = await diagnose(Buffer.from(body), await circumstancesOf(world))
  const found = verdict.outcome === 'ok' ? 'ok' : verdict.code
  expect(found, 'the verdict of the doctor').toBe(expected)
}

/** Longer messages ask what the gateway spends on them; the doctor's own time is none of it. */
const mostBytes = 1_000_000

const known = new Map<string, Promise<Circumstances>>()

async function circumstancesOf(world: World): Promise<Circumstances> {
  const snapshot = await publishedIn(world)
  const found = known.get(snapshot) ?? askFor(world, snapshot)
  known.set(snapshot, found)
  return found
}

const place = { environment: 'test', contour: 'inner' } as const

async function publishedIn({ databaseUrl, registryFile }: World): Promise<string> {
  const database = openDatabase(databaseUrl, { max: 1 })
  try {
    const published = await newestSnapshot(database, place)
    return published?.snapshot ?? readFileSync(registryFile, 'utf8')
  } finally {
    await database.close()
  }
}

async function askFor({ trust, publicationKey }: World, snapshot: string): Promise<Circumstances> {
  const registry = openSnapshot(snapshot, [createPublicKey(publicationKey)], place)
  return {
    registry,
    trust: trustOf(parseCertificates(trust)),
    passwords: new PasswordCheck(),
    xml: await loadXmlEngine(process.env['ARNA_XML'] === 'libxml2' ? 'libxml2' : 'arna'),
  }
}

function trustOf(certificates: readonly Certificate[]): Trust {
  const isAnchor = ({ subject, issuer }: Certificate): boolean => subject === issuer
  return new Trust({
    anchors: certificates.filter(isAnchor),
    intermediates: certificates.filter((one) => !isAnchor(one)),
  })
}
