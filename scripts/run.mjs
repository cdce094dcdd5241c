// Plain JavaScript: this file runs on the machine's own Node (18 or later).
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname } from 'node:path'

/**
 * Runs a program on the given Node and resolves with its exit code. Signals are passed on: `kill` of us alone must reach it;
 * in a terminal it hears Ctrl-C twice (from the terminal too), which it must bear. Over the channel it learns of our death.
 */
export function run(node, args, { channel = false } = {}) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
  const stdio = channel ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit'
  const child = spawn(node, args, { stdio, env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const watch = watchNpm(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  }).finally(() => clearInterval(watch))
}

/** Called by npm, we end with npm: after kill -9 of it nobody else would tell us. */
function watchNpm(ended) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32')
    return undefined
  const parent = process.ppid
  return setInterval(() => process.ppid !== parent && ended(), 500).unref()
}
