/**
 * A process of its own that opens a file of cells, adds one and keeps it open until it is told to end or killed. Started
 * with the file's path, the time in UTC that it takes it to be, and the number of the cell. Prints a line at each step.
 */

import { asFailure } from '#shared/protocol/failure.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { CellFile } from '../cell-file.ts'
import { headOfCells, resultOfCell } from './cells.ts'

const [, , path = '', now = '', cell = ''] = process.argv
try {
  const file = CellFile.open(path, headOfCells(), { now: () => epochMs(Date.parse(now)) })
  file.add(resultOfCell(Number(cell)))
  process.stdout.write('open\n')
  process.stdin.once('data', () => {
    file.finish()
    process.exit()
  })
} catch (error) {
  process.stdout.write(`refused ${asFailure(error).message}\n`)
}
