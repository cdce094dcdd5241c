import type { Reporter, TestModule } from 'vitest/node'

/** Says as the last line what counts: `12 passed, 0 failed`, and `, 1 skipped` when there were such. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state)
      for (const state of states) count[state]++
      // A file that does not load, or whose hooks fail, is a failure even if no test of it ran.
      if (!module.ok() && !states.includes('failed')) count.failed++
    }
    const skipped = count.skipped + count.pending
    const line = `${count.passed} passed, ${count.failed} failed${skipped ? `, ${skipped} skipped` : ''}`
    process.once('exit', () => console.log(line))
  }
}
