/** Runs at most so many works at a time, the others in the order in which they came. */
export interface Limit {
  <T>(work: () => Promise<T>): Promise<T>
  /** Settles when none is left. */
  idle(): Promise<void>
}

export function limitOf(most: number): Limit {
  const line: (() => void)[] = []
  let running = 0
  let idle = Promise.withResolvers<void>()
  idle.resolve()

  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running === 0) idle = Promise.withResolvers()
    if (running === most) await new Promise<void>((resolve) => line.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next !== undefined) next()
      else if (--running === 0) idle.resolve()
    }
  }
  return Object.assign(run, { idle: () => idle.promise })
}
