#!/usr/bin/env node
// Plain JavaScript on purpose: whatever Node the caller has, the TypeScript behind it runs on Node 24.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const main = new URL('./src/arna.ts', import.meta.url)
const installed = fileURLToPath(
  new URL(`../../node_modules/node-${process.platform}-${process.arch}/bin/node`, import.meta.url),
)

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(main.href)
} else if (existsSync(installed)) {
  const child = spawn(installed, [fileURLToPath(main), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('error', (error) => {
    console.error(`arna: Node 24 at ${installed} does not run: ${error.message}`)
    process.exitCode = 1
  })
  child.once('exit', (code) => {
    process.exitCode = code ?? 1
  })
} else {
  console.error(
    `arna: needs Node 24 or later, this is ${process.version}. Install it, or run npm start once in the checkout.`,
  )
  process.exitCode = 1
}
