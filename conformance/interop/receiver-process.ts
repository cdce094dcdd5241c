import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** What a receiver was told of a call that it believed. */
export type Kept = Readonly<Record<string, string>>

/** A sample that the gateway pushes to: it says on stdout what came, a line of JSON for each. */
export class ReceiverProcess {
  readonly kept: Kept[] = []
  readonly #child: ChildProcess
  #told: () => void = () => {}

  private constructor(child: ChildProcess) {
    this.#child = child
    createInterface(child.stdout!).on('line', (line) => {
      this.kept.push(JSON.parse(line))
      this.#told()
    })
  }

  /** Resolves when it says that it listens. */
  static async start(
    [program = '', ...words]: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ReceiverProcess> {
    const child = spawn(program, words, {
      env: { ...process.env, NODE_NO_WARNINGS: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const errors = createInterface(child.stderr)
    const [line] = await Promise.race([once(errors, 'line'), once(child, 'exit')])
    if (child.exitCode !== null) throw new Error(`the receiver ended with ${String(line)}`)
    if (!/listening|started/.test(String(line))) throw new Error(String(line))
    return new ReceiverProcess(child)
  }

  /** All that came of one message, when there is something. One who waits at a time. */
  async of(messageId: string, isIt: (kept: Kept) => boolean = () => true): Promise<Kept[]> {
    for (;;) {
      const found = this.kept.filter((one) => one['messageId'] === messageId && isIt(one))
      if (found.length > 0) return found
      await new Promise<void>((resolve) => {
        this.#told = resolve
      })
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return
    this.#child.kill()
    await once(this.#child, 'exit')
  }
}
