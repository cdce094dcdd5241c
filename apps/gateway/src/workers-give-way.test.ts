import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const module = new URL('workers-give-way.ts', import.meta.url).href

/** The priorities of the threads of a process of its own, by their names. */
const program = `
import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { workersGiveWay } from ${JSON.stringify(module)}
workersGiveWay()
const threads = readdirSync('/proc/self/task').map((thread) => [
  readFileSync('/proc/self/task/' + thread + '/comm', 'utf8').trim(), getPriority(Number(thread))])
console.log(JSON.stringify(threads))`

test.skipIf(process.platform !== 'linux')(
  'the threads that collect memory give way, the one that passes messages does not (Linux)',
  () => {
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      encoding: 'utf8',
    })
    const threads: [string, number][] = JSON.parse(said)
    const workers = threads.filter(([name]) => name === 'V8Worker')
    expect(workers.length).toBeGreaterThan(0)
    expect(workers.every(([, priority]) => priority === 19)).toBe(true)
    expect(threads.filter(([, priority]) => priority === 19)).toHaveLength(workers.length)
  },
)
