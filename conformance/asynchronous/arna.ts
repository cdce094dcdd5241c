import type { AsyncWorld } from './async-world.ts'
import { operatorOf } from './terminal.ts'

/** What the command prints for an operator of the world. Rejects with what it complains of. */
export async function arna(world: AsyncWorld, ...words: string[]): Promise<string> {
  const operator = operatorOf(world)
  try {
    const { code, stdout, stderr } = await operator.arna(...words)
    if (code !== 0) throw new Error(`arna ${words.join(' ')}: ${stderr}`)
    return stdout
  } finally {
    operator.leave()
  }
}
