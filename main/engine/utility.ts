import { asFailure } from '#shared/protocol/failure.ts'
import { OverlayFile } from './calendars/overlay-file.ts'
import { overlayBeside } from './calendars/overlay-place.ts'
import { type ParentPort, servePorts } from './rpc/serve-ports.ts'
import { SettingsFile } from './settings/settings-file.ts'
import { startThread } from './store-writer/start-thread.ts'
import { createSystem } from './system-manager.ts'
import { processTicker } from './time/ticker.ts'
import { WallTime } from './time/wall-time.ts'
import { engineVersion } from './version.ts'

function warn(line: string): void {
  process.stderr.write(`${line}\n`)
}

process.on('uncaughtException', (error) => {
  warn(`engine: ${error.stack ?? asFailure(error).message}`)
  process.exit(1)
})

const [settingsPath] = process.argv.slice(2)
if (settingsPath === undefined) throw new Error('The engine is told where the settings lie.')
const time = new WallTime()
const overlays = new OverlayFile(overlayBeside(settingsPath))
overlays.watch(processTicker)

const system = createSystem({
  version: engineVersion(),
  time,
  settings: new SettingsFile(settingsPath, time),
  overlays,
  ticker: processTicker,
  describeThread: new URL('./strategy-description.js', import.meta.url),
  variables: process.env,
  random: Math.random,
  startWriter: () =>
    startThread(new URL('./store-writer.js', import.meta.url), (cause) =>
      warn(`store writer: ${asFailure(cause).message}`),
    ),
  startUpkeep: () =>
    startThread(new URL('./upkeep.js', import.meta.url), (cause) =>
      warn(`upkeep: ${asFailure(cause).message}`),
    ),
  startPrefetch: () =>
    startThread(new URL('./prefetch.js', import.meta.url), (cause) =>
      warn(`prefetch: ${asFailure(cause).message}`),
    ),
  startBacktests: () =>
    startThread(new URL('./backtest-host.js', import.meta.url), (cause) =>
      warn(`backtests: ${asFailure(cause).message}`),
    ),
  startSweep: () =>
    startThread(new URL('./sweep-host.js', import.meta.url), (cause) =>
      warn(`sweep: ${asFailure(cause).message}`),
    ),
})

// Electron gives a utility process this port; its types are not known here, where there is no Electron.
const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort }
if (!parentPort) throw new Error('The engine runs as a utility process of the workstation.')
servePorts(parentPort, system, { warn, stopped: () => process.exit(0) })
