import { DatabaseError } from '@arna/database'
import { readConfig } from './config.ts'
import { startDemo } from './demo.ts'
import { Obstacle } from './obstacle.ts'
import { stopOnSignals } from './stop-on-signals.ts'

const stopping = stopOnSignals()
try {
  await startDemo(readConfig(process.env, process.cwd()), stopping)
} catch (error) {
  const told = error instanceof Obstacle || error instanceof DatabaseError
  if (!stopping.isStopping)
    process.stderr.write(
      `\narna: ${told ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
    )
  await stopping.stop(1)
}
