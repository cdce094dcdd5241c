import type { Party } from '../hop/parties.ts'
import { nodeProgram, startProgram } from '../hop/program.ts'

export interface AsyncReceiverOrder {
  readonly receiver: Pick<Party, 'keyPath' | 'certificatePath'>
  readonly gateway: string
}

/** A process that messages are pushed to. */
export interface AsyncReceiver {
  readonly url: string
  /** messageIds of what came since it was asked the last time, each as often as it came. */
  got(): Promise<string[]>
  stop(): Promise<void>
}

export async function startAsyncReceiver(
  { keyPath, certificatePath }: Party,
  gateway: string,
): Promise<AsyncReceiver> {
  const order: AsyncReceiverOrder = { receiver: { keyPath, certificatePath }, gateway }
  const program = await startProgram({
    command: nodeProgram('../programs/async-receiver.ts', JSON.stringify(order)),
  })
  return {
    url: program.said,
    got: () => program.ask<string[]>({ do: 'tell' }),
    stop: () => program.stop(),
  }
}
