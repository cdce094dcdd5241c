import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** Takes the message once, and gives the work that is measured: false means refused. */
export type Load = (message: Buffer) => () => boolean

/**
 * The inside of a measured process. It answers one line on stdout for one line on stdin, the same in every language:
 *
 *     (at start)             → its name and version
 *     check 0 PATH           → accepted | refused
 *     run MILLISECONDS PATH  → COUNT NANOSECONDS PROCESSOR_NANOSECONDS
 *
 * Between two lines it sleeps, so contestants can be measured in turns on one core.
 */
export function takePart(name: string, load: Load): void {
  console.log(name)
  createInterface({ input: process.stdin }).on('line', (line) => {
    const [command, milliseconds, ...path] = line.split(' ')
    const message = readFileSync(path.join(' '))
    if (command === 'check') console.log(accepts(load, message) ? 'accepted' : 'refused')
    else console.log(measure(load(message), Number(milliseconds)))
  })
}

function accepts(load: Load, message: Buffer): boolean {
  try {
    return load(message)()
  } catch {
    return false
  }
}

function measure(work: () => boolean, milliseconds: number): string {
  const cpuBefore = process.cpuUsage()
  const start = process.hrtime.bigint()
  const end = start + BigInt(milliseconds) * 1_000_000n
  let count = 0
  let now: bigint
  do {
    if (!work()) throw new Error('refused a message that it has to accept')
    count += 1
    now = process.hrtime.bigint()
  } while (now < end)
  const cpu = process.cpuUsage(cpuBefore)
  return `${count} ${now - start} ${(cpu.user + cpu.system) * 1000}`
}
