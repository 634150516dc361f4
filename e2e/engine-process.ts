import type { ElectronApplication } from '@playwright/test'
import { expect } from './workstation.ts'

/** The process of the engine; undefined while none runs. */
export function enginePid(app: ElectronApplication): Promise<number | undefined> {
  return app.evaluate(
    ({ app }) =>
      app.getAppMetrics().find(({ serviceName, name }) => `${serviceName} ${name}`.includes('Tapedeck'))?.pid,
  )
}

/** Kills the engine as the system would, and returns the id of the process that is gone. */
export async function killEngine(app: ElectronApplication): Promise<number> {
  await expect.poll(() => enginePid(app)).toBeDefined()
  const pid = (await enginePid(app)) ?? 0
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => enginePid(app)).not.toBe(pid)
  return pid
}
