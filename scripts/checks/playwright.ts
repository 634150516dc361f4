import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { runCommand } from '../setup/command.ts'
import type { ElectronRuntime } from '../setup/electron.ts'
import { projectRoot } from '../setup/project.ts'
import { answersEnv } from './answers.ts'
import { type Outcome, singleOutcome } from './outcome.ts'

const report = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
})

/** Runs the end-to-end tests in real Electron, on a virtual display where there is none. */
export async function runPlaywright(
  electron: ElectronRuntime,
  args: readonly string[] = [],
): Promise<Outcome> {
  const results = join(projectRoot, 'test-results')
  mkdirSync(results, { recursive: true })
  const file = join(results, 'playwright.json')
  rmSync(file, { force: true })
  const playwright = join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js')
  const command = [process.execPath, playwright, 'test', '--config', 'e2e/playwright.config.ts', ...args]
  const display = needsVirtualDisplay() ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24'] : []
  const [program = process.execPath, ...rest] = [...display, ...command]
  await runCommand(program, rest, {
    cwd: projectRoot,
    timeoutMs: 1_200_000,
    show: true,
    env: {
      ...process.env,
      ...answersEnv(),
      TAPEDECK_ELECTRON: electron.executable,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    },
  })
  if (!existsSync(file)) return singleOutcome(false)
  const { stats, errors } = report.parse(JSON.parse(readFileSync(file, 'utf8')))
  const broken = errors.length > 0 && stats.unexpected === 0 ? 1 : 0
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + broken, skipped: stats.skipped }
}

function needsVirtualDisplay(): boolean {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
}
