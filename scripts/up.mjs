// `npm start`. Plain JavaScript: this file runs on the machine's own Node (18 or later).
// It installs what is missing, then starts everything on the pinned Node 24.
import { join } from 'node:path'
import { install, main, root } from './install.mjs'
import { run } from './run.mjs'

await main(async () => {
  const node = await install()
  const supervisor = join(root, 'apps/demo/src/main.ts')
  return run(node, [supervisor, ...process.argv.slice(2)], { channel: true })
})
