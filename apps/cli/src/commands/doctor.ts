import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Circumstances, diagnose, diagnosisText } from '@arna/doctor'
import { type Certificate, Trust } from '@arna/pki'
import {
  openSnapshot,
  PasswordCheck,
  readRegistryYaml,
  Registry,
  RegistryError,
} from '@arna/registry'
import { loadXmlEngine } from '@arna/xml'
import type { Command, Context } from '../command.ts'
import type { Given } from '../command-line.ts'
import {
  type DemoGateway,
  demoGateway,
  demoMaterial,
  demoPublicationKey,
  demoRegistryCopy,
  demoRegistryFile,
  hasDemo,
} from '../demo-folder.ts'
import { Failure, UsageError } from '../failure.ts'
import { readBytes, readCertificates, readInput } from '../files.ts'
import { readPublicPublicationKey } from '../registry-place.ts'
import { readTime } from '../time.ts'

/** `arna doctor`: why a message is refused, and what happened to it. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'why is this message refused, and what happened to it',
  words: 'FILE|-',
  wordCount: [1, 1],
  options: {
    trust: { value: 'FILE|none', help: 'PEM file with the CAs to believe' },
    registry: { value: 'FILE|none', help: 'registry file (YAML) of the gateway' },
    demo: {
      value: 'GATEWAY',
      help: 'registry of this gateway of the demo: test-inner (usual), test-outer, production-…',
    },
    'signed-as': {
      value: 'FILE',
      help: 'the message as it was right after signing: compared byte by byte',
    },
    language: { value: 'kk|ru|en', help: 'of the texts; as LANG says when left out, else English' },
    at: {
      value: 'DATE',
      help: 'judge certificates at this time (2026-11-23 or 2026-11-23T10:00:00Z)',
    },
  },
  examples: [
    ['arna doctor refused.xml', 'with registry and CA of the demo where npm start runs'],
    ['arna doctor refused.xml --trust ca.pem --registry registry.yaml', 'as another gateway would'],
    ['arna doctor sent.xml --signed-as signed.xml', 'the first canonical byte that differs'],
    ['arna doctor - --json < refused.xml', 'for programs, in all three languages'],
  ],
  notes: `The verdict is the gateway's own, from the same code; delivery to the provider is not tried. Beside it stands
what was found out by trying: which change after signing, undone, restores the digest. What could not be checked is
named. Passwords are never shown. The exit code is 0 when the message would be accepted, as far as it was checked.`,
  async run(given, context) {
    const [file = '-'] = given.positionals
    const language = given.oneOf('language', ['kk', 'ru', 'en']) ?? context.config.language
    const circumstances = await readCircumstances(given, context)
    const diagnosis = await diagnose(await readInput(file, context), circumstances)
    context.write(
      context.json ? `${JSON.stringify(diagnosis, null, 2)}\n` : diagnosisText(diagnosis, language),
    )
    return diagnosis.verdict.outcome === 'ok' ? 0 : 1
  },
}

async function readCircumstances(given: Given, context: Context): Promise<Circumstances> {
  const trust = readTrust(given, context)
  const registry = await readRegistry(given, context)
  const signedAs = given.text('signed-as')
  return {
    now: readTime(given.text('at'), context.now) ?? context.now(),
    xml: await loadXmlEngine(context.config.xmlEngine),
    ...(trust && { trust: new Trust({ anchors: trust }) }),
    ...(registry && { registry, passwords: new PasswordCheck() }),
    ...(signedAs !== undefined && { signedAs: readBytes(signedAs) }),
  }
}

function readTrust(given: Given, { config }: Context): Certificate[] | undefined {
  const file = given.text('trust')
  if (file === 'none') return undefined
  if (file !== undefined) return readCertificates(file)
  return hasDemo(config) ? readCertificates(demoMaterial(config).trust) : undefined
}

async function readRegistry(given: Given, context: Context): Promise<Registry | undefined> {
  const { config } = context
  const told = given.text('registry')
  const demo = given.text('demo')
  if (told !== undefined && demo !== undefined) {
    throw new UsageError('--demo brings its own registry: leave out --registry')
  }
  if (told === 'none') return undefined
  if (told !== undefined) return fromYaml(told, context)
  if (demo === undefined && !hasDemo(config)) return undefined
  const name = demo ?? 'test-inner'
  return fromDemo(name, demoGateway(name), context)
}

/** What is in force, as the gateway keeps it on disk; before its first start the file that it will be published from. */
async function fromDemo(name: string, gateway: DemoGateway, context: Context): Promise<Registry> {
  const copy = demoRegistryCopy(context.config, gateway)
  if (!existsSync(copy)) {
    context.say(`registry and CA of the demo: ${name}`)
    return fromYaml(demoRegistryFile(context.config, gateway), context)
  }
  const key = readPublicPublicationKey(demoPublicationKey(context.config))
  const registry = await orFailure(copy, async () =>
    openSnapshot(readBytes(copy).toString(), [key], gateway),
  )
  context.say(`registry and CA of the demo: ${name}, publication ${registry.number}`)
  return registry
}

const fromYaml = (file: string, context: Context): Promise<Registry> =>
  orFailure(file, async () => {
    const source = await readRegistryYaml(readBytes(file).toString(), { folder: dirname(file) })
    return new Registry(source, { number: 0, publishedAt: context.now() })
  })

async function orFailure(file: string, read: () => Promise<Registry>): Promise<Registry> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    throw new Failure(`${file} is no registry:\n  ${error.problems.join('\n  ')}`)
  }
}
