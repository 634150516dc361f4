import { statfsSync } from 'node:fs'
import { Failure } from '#shared/protocol/failure.ts'
import { type ExamineProgress, examine } from '../../engine/doctor/examine.ts'
import type { HealthCheck } from '../../engine/doctor/health-check.ts'
import { settingsPath } from '../../engine/settings/settings-place.ts'
import { overlayOption, overlayPath } from '../calendars.ts'
import type { Command } from '../command.ts'
import { doctorReport } from '../doctor-report.ts'
import { progressOf } from '../progress.ts'

/** Reports the health of each part and of the settings. */
export const doctor: Command = {
  name: 'doctor',
  usage: '--store F [--settings F] [--overlay F] [--json]',
  summary: 'Looks at a store with all its bars, at calendars, feeds, watchlists and settings',
  options: {
    store: { value: 'F', help: 'file of the store' },
    settings: { value: 'F', help: 'file of the settings; without it the one that the window keeps' },
    ...overlayOption,
    json: { help: 'print [{part, name, status, detail, remedy}]; status is ok, warning or error' },
  },
  operands: [],
  async run(args, io) {
    const store = args.requiredPath('store')
    const progress = progressOf<ExamineProgress>(io, {
      share: ({ done, total }) => done / total,
      rate: ({ done }, seconds) => `${Math.round(done / seconds)} series/s`,
      label: ({ symbol }) => symbol,
    })
    const checks = await examine(store, {
      settings: args.path('settings') ?? settingsPath(io.place),
      overlay: overlayPath(args, io),
      node: process.version,
      freeBytes,
      ticker: io.ticker,
      signal: io.signal,
      onProgress: progress.show,
    }).finally(progress.clear)
    await io.stdout.write(args.has('json') ? `${JSON.stringify(checks)}\n` : doctorReport(store, checks))
    failOnErrors(store, checks)
  },
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

function failOnErrors(store: string, checks: readonly HealthCheck[]): void {
  const errors = checks.filter(({ status }) => status === 'error')
  if (errors.length === 0) return
  const names = [...new Set(errors.map(({ part, name }) => `${part} ${name}`))]
  throw new Failure('damaged-store', `${store}: errors in ${names.join(', ')}; the report says what to do`)
}
