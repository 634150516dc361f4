import { defineConfig } from 'vitest/config'
import { answersEnv } from './scripts/checks/answers.ts'

const env = answersEnv()

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          env,
          include: ['{shared,main,preload,renderer,scripts}/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts'],
          // A test reads the colours; without this every style sheet is empty.
          css: { include: [/styles\.css/] },
          // Only to end what hangs: some read thousands of real rows, on a machine that does other things too.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          env,
          include: ['{main,scripts}/**/*.integration.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['main/engine/**/*.ts', 'shared/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testing/**'],
      reporter: ['text-summary', 'json-summary'],
      reportsDirectory: 'coverage',
    },
  },
})
