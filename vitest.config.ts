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
  // What comes before the words of a channel is refused alike at both doors.
  const atTheOtherDoor = {
    ...rules,
    name: 'asynchronous door',
    include: ['xml', 'signature', 'certificate', 'access', 'payload'].map(
      (folder) => `conformance/rules/${folder}/refuses-*.test.ts`,
    ),
    exclude: ['conformance/rules/payload/refuses-the-payload-of-an-answer.test.ts'],
    env: { ARNA_CHANNEL: 'async' },
  }
  return {
    test: {
      projects: isSuite
        ? [{ test: usual }]
        : [{ test: usual }, { test: rules }, { test: atTheOtherDoor }],
      globalSetup: ['packages/testing/src/throwaway-server.ts', 'conformance/live/global-setup.ts'],
      reporters: ['default', './scripts/closing-line.ts'],
    },
  }
})
