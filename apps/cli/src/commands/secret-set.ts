import { checkSecret, setSecret } from '@arna/registry'
import { recordAct } from '../administration.ts'
import type { Command } from '../command.ts'
import { withDatabase } from '../database.ts'
import { readBytes } from '../files.ts'
import { registryDatabase } from '../registry-place.ts'
import { secretDatabaseOptions, secretKeyOf, secretKeyOption } from '../secret-place.ts'

/** `arna secret set`: keeps a password, token or client key for a provider, sealed. */
export const secretSet: Command = {
  name: 'secret set',
  summary: 'keep a password, token or client key for a provider, sealed',
  words: 'NAME',
  wordCount: [1, 1],
  options: {
    ...secretDatabaseOptions,
    ...secretKeyOption,
    file: { value: 'FILE', help: 'the value; standard input when left out' },
    'key-changed': {
      help: 'the secret key is a new one: secrets sealed with the old one are set anew',
    },
  },
  examples: [
    [
      'arna secret set person-database-password --demo test-inner < password.txt',
      'from standard input',
    ],
    [
      'arna secret set tax-client-key --file client.pem --secret-key /etc/arna/secret.key',
      'a private key and its certificate in one PEM',
    ],
  ],
  notes: `NAME is what authentication.secret of a service says in the registry. A value is never an argument, since others could read it in
the list of processes. Gateways use it within half a second.`,
  async run(given, context) {
    const [name = ''] = given.positionals
    const where = registryDatabase(given, context)
    const key = secretKeyOf(given, context)
    const file = given.text('file')
    const bytes = file === undefined ? await context.readStandardInput() : readBytes(file)
    const value = bytes.toString().replace(/\r?\n$/, '')
    checkSecret(value)
    const version = await withDatabase(
      where.url,
      async (database) => {
        const keyIsNew = given.flag('key-changed')
        const by = context.config.operator
        const kept = await setSecret(database, name, value, { key, by, keyIsNew })
        const detail = `secret ${name} version ${kept} set`
        const data = { name, version: kept }
        await recordAct(context, database, { event: 'secret-set', detail, data })
        return kept
      },
      { ofDemo: where.place !== undefined },
    )
    if (context.json) context.write(`${JSON.stringify({ name, version })}\n`)
    else context.say(`kept ${name}, version ${version}`)
    return 0
  },
}
