import { parentPort, workerData } from 'node:worker_threads'
import { epochMs } from '#shared/time/epoch.ts'
import { CellFile } from '../cell-file.ts'
import { headOfCells } from './cells.ts'

// A thread that opens the file of cells at a path and keeps it open.
CellFile.open(workerData, headOfCells(), { now: () => epochMs(0) })
parentPort?.postMessage('open')
parentPort?.on('message', () => undefined)
