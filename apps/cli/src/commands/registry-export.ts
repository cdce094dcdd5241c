import { exportYaml, openSnapshot, storedSnapshot } from '@arna/registry'
import type { Command } from '../command.ts'
import { withDatabase } from '../database.ts'
import { Failure, messageOf } from '../failure.ts'
import { replaceFile } from '../files.ts'
import { placeName } from '../registry-file.ts'
import { placeOf, placeOptions } from '../registry-in-question.ts'
import { readPublicPublicationKey, registryOptions, registryPlace } from '../registry-place.ts'
import { publicationNumber } from '../publication-number.ts'

/** `arna registry export`: a publication as a file that import reads back, or as it was signed. */
export const registryExport: Command = {
  name: 'registry export',
  summary: 'write a publication as a registry file, or as it was signed',
  words: '',
  wordCount: [0, 0],
  options: {
    ...registryOptions,
    ...placeOptions,
    number: { value: 'N', help: 'which publication; the newest when left out' },
    snapshot: { help: 'the signed snapshot itself (JWS), instead of YAML' },
    out: { value: 'FILE', help: 'into a file (-o), replaced at once, instead of to stdout' },
  },
  examples: [
    ['arna registry export --demo test-inner > registry.yaml', 'to look at, edit and import again'],
    [
      'arna registry export --environment test --contour inner --key publication.pub',
      'from the database of ARNA_DATABASE_URL; the public key is enough',
    ],
    [
      'arna registry export --demo test-inner --snapshot -o /srv/registry/test-inner.jws',
      'for gateways that read a file or ask a web server',
    ],
  ],
  notes: 'Only a publication whose signature holds is written. Passwords come out as hashes.',
  async run(given, context) {
    const where = registryPlace(given, context)
    const place = placeOf(given, where.place)
    const number = publicationNumber(given, 'number')
    const key = readPublicPublicationKey(where.keyFile)
    const name = placeName(place)
    const stored = await withDatabase(
      where.url,
      (database) => storedSnapshot(database, place, number),
      { ofDemo: where.place !== undefined },
    )
    if (stored === undefined) {
      throw new Failure(
        number === undefined
          ? `nothing was published for ${name} yet`
          : `there is no publication ${number} for ${name}`,
      )
    }
    let yaml: string
    try {
      yaml = exportYaml(openSnapshot(stored.snapshot, [key], place))
    } catch (error) {
      throw new Failure(`publication ${stored.number} for ${name} is refused: ${messageOf(error)}`)
    }
    const commented = `# publication ${stored.number}\n${yaml}`
    const out = given.text('out')
    if (out !== undefined) {
      replaceFile(out, given.flag('snapshot') ? `${stored.snapshot}\n` : commented)
      context.say(`wrote publication ${stored.number} for ${name} to ${out}`)
    } else if (given.flag('snapshot')) context.write(`${stored.snapshot}\n`)
    else if (context.json) context.write(`${JSON.stringify({ number: stored.number, yaml })}\n`)
    else context.write(commented)
    return 0
  },
}
