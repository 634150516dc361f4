import { type ElectronRuntime, ensureElectron } from './electron.ts'
import { ensureSqliteAddonForOlderNode } from './sqlite-addon.ts'
import { ensureSystemPackages } from './system-packages.ts'

/** Makes the machine ready to run the workstation: system packages, an Electron and a SQLite addon that fits it. */
export async function ensureWorkplace(): Promise<ElectronRuntime> {
  await ensureSystemPackages()
  const electron = await ensureElectron()
  if (Number(electron.version.split('.')[0]) < 35) await ensureSqliteAddonForOlderNode()
  return electron
}
