import type { Party } from '../hop/parties.ts'
import { nodeProgram, startProgram } from '../hop/program.ts'

export interface AsyncSenderOrder {
  readonly sender: Pick<Party, 'name' | 'password' | 'keyPath' | 'certificatePath'>
  /** Path of the certificate that what it is called with is signed with. */
  readonly gateway: string
  readonly serviceId: string
  readonly bodyBytes: number
}

/** With `hears` the task ends when the status of every accepted message came. */
export type AsyncTask =
  | { readonly do: 'prepare'; readonly count: number }
  | ({ readonly url: string; readonly hears: boolean } & (
      | {
          readonly do: 'flat out'
          readonly connections: number
          readonly ms: number
          readonly count?: number
        }
      | { readonly do: 'at rate'; readonly perSecond: number; readonly ms: number }
    ))

export interface AsyncSent {
  /** messageIds of what was accepted. */
  readonly ids: readonly string[]
  /** Whatever else was answered: the HTTP status, or `lost`. */
  readonly refused: readonly string[]
  /** Of every accepted message until its status came; without `hears` none. */
  readonly latenciesMs: readonly number[]
  /** From the first message that was sent to the last answer, or the last status. */
  readonly ms: number
  /** Accepted messages whose status did not come in time, and those that were told not to be delivered. */
  readonly unheard: readonly string[]
  readonly undelivered: readonly string[]
}

/** A process that sends signed messages and is told what became of them. */
export interface AsyncSender {
  /** Where it is called. */
  readonly url: string
  prepare(count: number): Promise<void>
  send(task: Exclude<AsyncTask, { do: 'prepare' }>): Promise<AsyncSent>
  stop(): Promise<void>
}

export async function startAsyncSender(
  order: AsyncSenderOrder,
  { nice = false }: { readonly nice?: boolean } = {},
): Promise<AsyncSender> {
  const { name, password, keyPath, certificatePath } = order.sender
  const told = { ...order, sender: { name, password, keyPath, certificatePath } }
  const program = await startProgram({
    command: nodeProgram('../programs/async-sender.ts', JSON.stringify(told)),
    nice,
  })
  return {
    url: program.said,
    prepare: async (count) =>
      void (await program.ask({ do: 'prepare', count } satisfies AsyncTask)),
    send: (task) => program.ask<AsyncSent>(task),
    stop: () => program.stop(),
  }
}

/** Throws unless every message was accepted, and delivered where that was waited for. */
export function allAccepted({ ids, refused, unheard, undelivered }: AsyncSent): number {
  const wrong = Object.entries({ refused, unheard, undelivered }).filter(([, some]) => some.length)
  if (wrong.length > 0) {
    const counts = wrong.map(([what, some]) => `${some.length} ${what}, as ${some[0]}`)
    throw new Error(`of ${ids.length} accepted messages or beside them: ${counts.join('; ')}`)
  }
  if (new Set(ids).size !== ids.length) throw new Error('an id was given twice')
  return ids.length
}
