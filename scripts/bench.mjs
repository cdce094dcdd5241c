// `npm run bench`. Plain JavaScript: this file runs on the machine's own Node (18 or later).
import { join } from 'node:path'
import { install, main, root } from './install.mjs'
import { run } from './run.mjs'

await main(async () => {
  const node = await install()
  return run(node, [join(root, 'bench/src/main.ts'), ...process.argv.slice(2)])
})
