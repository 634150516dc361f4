import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from '../setup/project.ts'
import { outputOf } from './foreground.ts'

/** Symbols of the demo store that a start without a window replays; the first one trades every day. */
const symbols = ['TDALL', 'TDTEC', 'NORVA', 'KESTL', 'VEXLA'] as const
/** The demo lies in these years; a wide range finds its latest session. */
const range = ['--from', '2020-01-02', '--to', '2029-12-31'] as const

const commandLine = join(projectRoot, 'out', 'main', 'cli.js')

/** Makes the store of synthetic sessions `store` unless it is there. */
export async function ensureDemoStore(store: string): Promise<void> {
  if (existsSync(store)) return
  mkdirSync(dirname(store), { recursive: true })
  process.stderr.write(`making the demo store ${store} …\n`)
  await tapedeck('demo', '--store', store)
}

/** Replays the latest demo session as fast as possible and returns what `tapedeck replay --json` prints. */
export async function replayLatestSession(store: string): Promise<string> {
  const csv = await tapedeck('bars', '--store', store, '--symbol', symbols[0], '--interval', '1d', ...range)
  const session = latestDate(csv)
  const what = ['--session', session, '--symbols', symbols.join(',')]
  return tapedeck('replay', '--store', store, ...what, '--speed', 'max', '--trailing', '5', '--json')
}

/** Date of the last row of a CSV of daily bars. Sessions of the demo begin and end on one UTC date. */
export function latestDate(csv: string): string {
  const date = /^\d{4}-\d{2}-\d{2}(?=T)/.exec(csv.trim().split('\n').at(-1) ?? '')
  if (!date) throw new Error('The demo store has no session; remove it and start again.')
  return date[0]
}

function tapedeck(...args: readonly string[]): Promise<string> {
  return outputOf(process.execPath, [commandLine, ...args])
}
