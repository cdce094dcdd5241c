import { removeSecret } from '@arna/registry'
import { recordAct } from '../administration.ts'
import type { Command } from '../command.ts'
import { withDatabase } from '../database.ts'
import { Failure } from '../failure.ts'
import { registryDatabase } from '../registry-place.ts'
import { secretDatabaseOptions } from '../secret-place.ts'

/** `arna secret remove`: takes a secret from the gateways; its history stays, sealed. */
export const secretRemove: Command = {
  name: 'secret remove',
  summary: 'take a secret from the gateways; its history stays, sealed',
  words: 'NAME',
  wordCount: [1, 1],
  options: secretDatabaseOptions,
  examples: [['arna secret remove tax-client-key --demo test-inner', 'within half a second']],
  notes: 'Calls of services that need it are refused from then on: arna secret list says which do.',
  async run(given, context) {
    const [name = ''] = given.positionals
    const where = registryDatabase(given, context)
    await withDatabase(
      where.url,
      async (database) => {
        if (!(await removeSecret(database, name, { by: context.config.operator }))) {
          throw new Failure(
            `there is no secret ${name}: arna secret list shows those that there are`,
          )
        }
        const detail = `secret ${name} removed`
        await recordAct(context, database, { event: 'secret-removed', detail, data: { name } })
      },
      { ofDemo: where.place !== undefined },
    )
    if (context.json) context.write(`${JSON.stringify({ name, removed: true })}\n`)
    else context.say(`removed ${name}`)
    return 0
  },
}
