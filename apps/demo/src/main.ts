import { readConfig } from './config.ts'
import { startDemo } from './demo.ts'
import { explain } from './obstacle.ts'
import { stopOnSignals } from './stop-on-signals.ts'

const stopping = stopOnSignals()
let home = ''
try {
  const config = readConfig(process.env, process.cwd())
  home = config.home
  await startDemo(config, stopping)
} catch (error) {
  if (!stopping.isStopping) process.stderr.write(`\narna: ${explain(error, home)}\n`)
  await stopping.stop(1)
}
