/** One calm line per step, with the time it took. */
export async function step<T>(
  name: string,
  work: () => Promise<T>,
  tell: (result: T) => string,
): Promise<T> {
  const start = performance.now()
  const result = await work()
  const seconds = ((performance.now() - start) / 1000).toFixed(2)
  say(`  ${name.padEnd(14)}${tell(result).padEnd(58)} ${seconds.padStart(6)} s`)
  return result
}

// Nobody reads any more (`npm start | head`): that is no reason to stop.
process.stdout.on('error', () => {})

/** In a terminal npm may have drawn its spinner where we write: that line is cleared first. */
export const asLine = (text: string, isTerminal: boolean): string =>
  `${isTerminal ? '\r\u001b[K' : ''}${text}\n`

export const say = (line: string): void =>
  void process.stdout.write(asLine(line, process.stdout.isTTY))
