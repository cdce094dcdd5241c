import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Of `nice`: they get what nobody else wants. */
const lowest = 19

/**
 * The threads on which V8 marks memory and compiles give way to the one that passes messages: where both share a processor, it
 * would stand still for some ten milliseconds at a time. Only Linux gives threads a priority of their own; elsewhere, and
 * where it may not be changed, all stays as it is.
 */
export function workersGiveWay(): void {
  if (process.platform !== 'linux') return
  try {
    for (const thread of readdirSync('/proc/self/task')) {
      const name = readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim()
      if (name === 'V8Worker') setPriority(Number(thread), lowest)
    }
  } catch {
    // A thread ended meanwhile, or a sandbox forbids it: then all stays as it is.
  }
}
