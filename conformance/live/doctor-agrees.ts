import { createPublicKey } from 'node:crypto'
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
])

/** The doctor, who knows the registry of this gateway, gives the verdict that the gateway gave. */
export async function doctorAgrees(
  body: string | Uint8Array,
  code: FaultCode | 'ok',
  world: World,
): Promise<void> {
  if (body.length > mostBytes || (code !== 'ok' && beyondTheBytes.has(code))) return
  // What a provider does, no file tells: its sender's message is good.
  const expected = code !== 'ok' && faults[code].party === 'provider' ? 'ok' : code
  const { verdict } = await diagnose(Buffer.from(body), await circumstancesOf(world))
  const found = verdict.outcome === 'ok' ? 'ok' : verdict.code
  expect(found, 'the verdict of the doctor').toBe(expected)
}

/** Longer messages ask what the gateway spends on them; the doctor's own time is none of it. */
const mostBytes = 1_000_000

const known = new Map<string, Promise<Circumstances>>()

function circumstancesOf(world: World): Promise<Circumstances> {
  const found = known.get(world.url) ?? askFor(world)
  known.set(world.url, found)
  return found
}

async function askFor({ databaseUrl, trust, publicationKey }: World): Promise<Circumstances> {
  const database = openDatabase(databaseUrl, { max: 1 })
  try {
    const place = { environment: 'test', contour: 'inner' } as const
    const published = await newestSnapshot(database, place)
    const registry = openSnapshot(published!.snapshot, [createPublicKey(publicationKey)], place)
    return {
      registry,
      trust: trustOf(parseCertificates(trust)),
      passwords: new PasswordCheck(),
      xml: await loadXmlEngine(process.env['ARNA_XML'] === 'libxml2' ? 'libxml2' : 'arna'),
    }
  } finally {
    await database.close()
  }
}

function trustOf(certificates: readonly Certificate[]): Trust {
  const isAnchor = ({ subject, issuer }: Certificate): boolean => subject === issuer
  return new Trust({
    anchors: certificates.filter(isAnchor),
    intermediates: certificates.filter((one) => !isAnchor(one)),
  })
}
