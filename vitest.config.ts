import { defineConfig } from 'vitest/config'

/** Suites of their own: what needs other people's programs, root and patience, or a browser. */
const suites = ['interop', 'kill', 'browser']

const conformance = 'conformance/rules/**'

export default defineConfig(({ mode }) => {
  const isSuite = suites.includes(mode)
  // Machines of others are slow and busy: whoever waits for something waits for it, not for the clock.
  const shared = {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  }
  const usual = {
    name: isSuite ? mode : 'all',
    include: [isSuite ? `**/*.${mode}.test.ts` : '**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      ...(isSuite ? [] : [conformance, ...suites.map((suite) => `**/*.${suite}.test.ts`)]),
    ],
    ...shared,
  }
  // Hundreds of small files that only speak to one live gateway: a process for each would cost more than all of them.
  const rules = {
    name: 'rules',
    include: [`${conformance}/*.test.ts`],
    exclude: [],
    isolate: false,
    ...shared,
  }
  return {
    test: {
      projects: isSuite ? [{ test: usual }] : [{ test: usual }, { test: rules }],
      globalSetup: ['packages/testing/src/throwaway-server.ts', 'conformance/live/global-setup.ts'],
      reporters: ['default', './scripts/closing-line.ts'],
    },
  }
})
