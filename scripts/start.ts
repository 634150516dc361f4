import { homedir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build/bundles.ts'
import { projectRoot } from './setup/project.ts'
import { ensureWorkplace } from './setup/workplace.ts'
import { ensureDemoStore, replayLatestSession } from './start/demo.ts'
import { runInForeground } from './start/foreground.ts'
import { replayReport } from './start/replay-report.ts'
import { dataFolder, planStart } from './start/start-plan.ts'

async function start(): Promise<number> {
  const machine = {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    isRoot: process.getuid?.() === 0,
  }
  const plan = planStart(machine, process.argv.slice(2))
  const store = join(dataFolder(machine), 'demo.tapedeck')
  for (const notice of plan.notices) console.log(notice)

  // The terminal needs neither Electron nor the system packages it wants.
  const electron = plan.show === 'window' ? await ensureWorkplace() : undefined
  await ensureBuilt({ show: true })
  await ensureDemoStore(store)
  if (plan.show === 'window' && electron)
    return runInForeground(electron.executable, [`--store=${store}`, ...plan.electronArgs, projectRoot])
  console.log(`\n${replayReport(await replayLatestSession(store), store)}`)
  return 0
}

try {
  process.exitCode = await start()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
