import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** What the kernel knows about processes is read from there; without it these figures are skipped. */
export const knowsProcesses = existsSync('/proc/self/stat')

/** USER_HZ, which every Linux has at 100. */
const ticksPerSecond = 100

/** Processor time of all threads of a process so far, in seconds; to a hundredth. */
export function processorSeconds(pid: number): number {
  const { user, system } = statOf(pid)
  return (user + system) / ticksPerSecond
}

/** The same of a server with the processes that it started, those that ended included. */
export function processorSecondsOfFamily(pid: number): number {
  const { waitedFor } = statOf(pid)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOrNothing(Number(name)))
    .filter((stat) => stat?.parent === pid)
  const ticks = children.reduce((sum, stat) => sum + stat!.user + stat!.system, waitedFor)
  return processorSeconds(pid) + ticks / ticksPerSecond
}

interface Stat {
  readonly parent: number
  readonly user: number
  readonly system: number
  readonly waitedFor: number
}

/** See proc_pid_stat(5); the name of the program, in parentheses, may hold anything. */
function statOf(pid: number): Stat {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const field = (number: number): number => Number(fields[number - 3])
  return { parent: field(4), user: field(14), system: field(15), waitedFor: field(16) + field(17) }
}

function statOrNothing(pid: number): Stat | undefined {
  try {
    return statOf(pid)
  } catch {
    return undefined // it ended while we looked
  }
}

export const residentBytes = (pid: number): number => statusBytes(pid, 'VmRSS')

/** The largest since `forgetPeak`. */
export const peakResidentBytes = (pid: number): number => statusBytes(pid, 'VmHWM')

export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

function statusBytes(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)![1]) * 1024
}
