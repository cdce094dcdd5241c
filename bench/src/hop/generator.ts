import type { Party } from './parties.ts'
import { nodeProgram, type Program, startProgram } from './program.ts'

export interface GeneratorOrder {
  readonly sender: Pick<Party, 'name' | 'password' | 'keyPath' | 'certificatePath'>
  readonly serviceId: string
  readonly bodyBytes: number
}

/** What a generator is told. When `prepare` gave it too few, a message is sent again: only a flood may do that. */
export type Task =
  | { readonly do: 'prepare'; readonly count: number }
  | {
      readonly do: 'flat out'
      readonly url: string
      readonly connections: number
      readonly ms: number
      /** Closes what is not answered at the end. */
      readonly abandons?: boolean
    }
  | {
      readonly do: 'at rate'
      readonly url: string
      readonly perSecond: number
      readonly ms: number
    }
  | { readonly do: 'at once'; readonly url: string; readonly count: number }

export interface Sent {
  /** Of every answer, whatever its status. */
  readonly latenciesMs: readonly number[]
  /** How many answers had which HTTP status; `lost` when the connection ended instead. */
  readonly statuses: Readonly<Record<string, number>>
}

export interface Generator {
  /** Signs until that many messages are ready that were never sent. */
  prepare(count: number): Promise<void>
  send(task: Exclude<Task, { do: 'prepare' }>): Promise<Sent>
  stop(): Promise<void>
}

export async function startGenerator(
  order: GeneratorOrder,
  { nice = false }: { readonly nice?: boolean } = {},
): Promise<Generator> {
  const { name, password, keyPath, certificatePath } = order.sender
  const told = { ...order, sender: { name, password, keyPath, certificatePath } }
  const program: Program = await startProgram({
    command: nodeProgram('../programs/generator.ts', JSON.stringify(told)),
    nice,
  })
  return {
    prepare: async (count) => void (await program.ask({ do: 'prepare', count } satisfies Task)),
    send: (task) => program.ask<Sent>(task),
    stop: () => program.stop(),
  }
}

/** Throws unless every answer had the status 200. */
export function allAnswered({ statuses, latenciesMs }: Sent): number {
  if (Object.keys(statuses).some((status) => status !== '200')) {
    throw new Error(`not every message was answered with 200: ${JSON.stringify(statuses)}`)
  }
  return latenciesMs.length
}
