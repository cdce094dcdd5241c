import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { createInterface } from 'node:readline'

/** How to start one measured process; contestant.ts says what it answers. */
export interface Launch {
  readonly command: readonly string[]
  /** Just-in-time compilers need long to settle: it runs this long before anything counts. */
  readonly warmUpMs: number
}

/** A measured process, seen from outside. */
export class ContestantProcess {
  /** As the process names itself. */
  readonly name: string
  readonly #child: ChildProcessWithoutNullStreams
  readonly #nextLine: () => Promise<string>

  private constructor(
    name: string,
    child: ChildProcessWithoutNullStreams,
    nextLine: () => Promise<string>,
  ) {
    this.name = name
    this.#child = child
    this.#nextLine = nextLine
  }

  static async start({ command }: Launch): Promise<ContestantProcess> {
    const [program, ...args] = [...onOneCore, ...command]
    const child = spawn(program!, args)
    let lastWords = ''
    child.stderr.on('data', (chunk: Buffer) => {
      lastWords = `${lastWords}${chunk.toString()}`.slice(-2_000)
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const nextLine = async (): Promise<string> => {
      const line = await lines.next()
      if (line.done === true) throw new Error(`${command.join(' ')} ended early: ${lastWords}`)
      return line.value
    }
    return new ContestantProcess(await nextLine(), child, nextLine)
  }

  async accepts(path: string): Promise<boolean> {
    return (await this.#ask(`check 0 ${path}`)) === 'accepted'
  }

  /** Repetitions per second of processor time, all threads of the process together. */
  async run(milliseconds: number, path: string): Promise<number> {
    const [count, , processorNanoseconds] = (await this.#ask(`run ${milliseconds} ${path}`)).split(
      ' ',
    )
    return (Number(count) * 1e9) / Number(processorNanoseconds)
  }

  stop(): void {
    this.#child.kill()
  }

  #ask(line: string): Promise<string> {
    this.#child.stdin.write(`${line}\n`)
    return this.#nextLine()
  }
}

/** All contestants share the last core, one at a time; the first one has the interrupts. */
const onOneCore: readonly string[] = ((): string[] => {
  const pin = ['taskset', '-c', String(cpus().length - 1)]
  return spawnSync(pin[0]!, [...pin.slice(1), 'true']).status === 0 ? pin : []
})()
