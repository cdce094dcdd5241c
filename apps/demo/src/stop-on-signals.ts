import { say } from './say.ts'

interface Stoppable {
  stop(): Promise<void>
  /** At once, whatever is under way. */
  kill(): void
}

export interface Stopping {
  readonly isStopping: boolean
  /** What has been started is stopped in reverse order. After a stop began it is stopped at once. */
  add(part: Stoppable): void
  stop(exitCode: number): Promise<void>
}

/** One Ctrl-C arrives twice: from the terminal, and passed on by the script that started us. */
const sameKeystrokeMs = 500
/** In all; children have 3.5 s of it. */
const longestStopMs = 4_800

/** Ctrl-C, kill, a closed terminal and the death of the process that started us all end in an orderly stop. */
export function stopOnSignals(): Stopping {
  const parts: Stoppable[] = []
  let stopping = false
  let firstAt = 0

  const killAll = (): never => {
    for (const part of parts.toReversed()) part.kill()
    process.exit(1)
  }

  const stop = async (exitCode: number): Promise<void> => {
    if (stopping) return
    stopping = true
    setTimeout(killAll, longestStopMs).unref()
    for (const part of parts.toReversed()) await part.stop()
    process.exit(exitCode)
  }

  const onSignal = (): void => {
    const now = performance.now()
    if (stopping && now - firstAt > sameKeystrokeMs) killAll()
    if (stopping) return
    firstAt = now
    say('\nstopping …')
    void stop(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  process.on('disconnect', onSignal)

  return {
    get isStopping() {
      return stopping
    },
    add: (part) => {
      parts.push(part)
      if (stopping) part.kill()
    },
    stop,
  }
}
