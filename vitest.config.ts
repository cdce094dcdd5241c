import { defineConfig } from 'vitest/config'

/** Suites of their own: what needs other people's programs, root and patience, or a browser. */
const suites = ['interop', 'kill', 'browser']

export default defineConfig(({ mode }) => ({
  test: {
    include: suites.includes(mode) ? [`**/*.${mode}.test.ts`] : ['**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      ...(suites.includes(mode) ? [] : suites.map((suite) => `**/*.${suite}.test.ts`)),
    ],
    globalSetup: ['packages/testing/src/throwaway-server.ts', 'conformance/live/global-setup.ts'],
    reporters: ['default', './scripts/closing-line.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
}))
