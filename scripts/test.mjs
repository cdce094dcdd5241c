// `npm test`. Plain JavaScript: this file runs on the machine's own Node (18 or later).
//   node scripts/test.mjs [vitest arguments]           everything that Node alone can run
//   node scripts/test.mjs interop [vitest arguments]   what needs other people's programs (Debian packages)
//   node scripts/test.mjs kill | browser […]           what needs root and a little patience; what needs a browser
import { join } from 'node:path'
import { prepareBrowser } from './browser-packages.mjs'
import { prepareInterop } from './interop-packages.mjs'
import { install, main, root } from './install.mjs'
import { run } from './run.mjs'

await main(async () => {
  const [first, ...rest] = process.argv.slice(2)
  const suite = ['interop', 'kill', 'browser'].includes(first) ? first : undefined
  const node = await install()
  if (suite === 'interop') prepareInterop()
  if (suite === 'browser') prepareBrowser()
  process.chdir(root)
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run']
  const mode = suite ? ['--mode', suite] : []
  return run(node, [...vitest, ...mode, ...(suite ? rest : process.argv.slice(2))])
})
