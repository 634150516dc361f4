/**
 * A process of its own that keeps one run after another in the file it is started with, until it is killed. Prints a
 * line when it begins and for each run that is kept.
 */
import { epochMs } from '#shared/time/epoch.ts'
import { KeptRuns } from '../kept-runs.ts'
import { madeRecord } from './made-record.ts'

const [, , path = ''] = process.argv
const record = madeRecord()
const kept = new KeptRuns(path)
process.stdout.write('begin\n')
const next = (): void => {
  const { id } = kept.keep({ id: kept.number(), store: 'bars', ranAt: epochMs(0), record })
  process.stdout.write(`kept ${id}\n`)
  setImmediate(next)
}
next()
