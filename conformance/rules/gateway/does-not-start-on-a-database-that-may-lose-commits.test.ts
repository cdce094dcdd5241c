import { expect, test } from 'vitest'
import { startSmallWorld } from '../../live/small-world.ts'

test('a database that answers before a commit is on disk is refused at the start, with the way out', async () => {
  // The setting of the database itself, as an administrator may have made it.
  const prepare = `do $$ begin
    execute format('alter database %I set synchronous_commit = off', current_database());
  end $$`
  await expect(startSmallWorld({ prepare })).rejects.toThrow(
    'synchronous_commit is off): its administrator must set it to on',
  )
})
