// `.ci/run`: every suite and the checks, and at the end one line that sums them up.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { root } from './install.mjs'

const closingLine = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/

const total = { passed: 0, failed: 0, skipped: 0 }
for (const script of ['test', 'test:interop', 'test:kill', 'test:browser']) add(await suite(script))
add(await check())
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed === 0 ? 0 : 1

function add({ passed, failed, skipped }) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}

async function suite(script) {
  const { code, last } = await npm(script)
  const counts = closingLine
    .exec(last)
    ?.slice(1)
    .map((text) => Number(text ?? 0))
  if (counts === undefined) return { passed: 0, failed: 1, skipped: 0 } // it never came to its end
  const [passed, failed, skipped] = counts
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped }
}

async function check() {
  const { code } = await npm('check')
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

/** Shows what the script says as it comes; resolves with its exit code and its last line. */
function npm(script) {
  return new Promise((resolve, reject) => {
    console.log(`\n== npm run ${script}`)
    const child = spawn('npm', ['run', '--silent', script], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let last = ''
    createInterface({ input: child.stdout }).on('line', (line) => {
      console.log(line)
      if (line.trim() !== '') last = line.trim()
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, last }))
  })
}
