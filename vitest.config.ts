import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.{interop,browser,kill}.test.ts'],
    globalSetup: ['packages/testing/src/throwaway-server.ts'],
    reporters: ['default', './scripts/closing-line.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
