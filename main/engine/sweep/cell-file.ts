import { closeSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { Failure } from '#shared/protocol/failure.ts'
import { type CellResult, cellResultShape } from '#shared/sweep/cell-result.ts'
import { cellCount } from '#shared/sweep/param-axes.ts'
import {
  type CellFileHead,
  cellFileHeadShape,
  cellsOfShard,
  sweepDifferences,
} from '#shared/sweep/sweep-file.ts'
import { writeAtomically } from '../files/atomic-file.ts'
import type { Ownership } from '../store/owner.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { ownCells } from './cell-owner.ts'

/** What the file of cells is called in the folder of a sweep. */
export const cellFileName = 'cells.ndjson'

/**
 * The cells of a sweep that are through, kept in a file as they come: a head, then a line for each in whatever order
 * they ended. A line is written in one piece; one that is not whole is cut off when the file is opened again, so that
 * a process may be killed at any time. One process has it open at a time.
 */
export class CellFile {
  readonly path: string
  readonly head: CellFileHead
  readonly #results: Map<number, CellResult>
  /** Undefined when it is closed. */
  #file: number | undefined
  readonly #ownership: Ownership

  /**
   * Opens the file at a path to go on with a sweep, or begins it. Throws a Failure with code 'bad-file' where it
   * cannot be read or written, another process has it open, or it holds cells of another sweep.
   */
  static open(path: string, head: CellFileHead, time: TimeProvider): CellFile {
    const ownership = ownCells(path, time)
    try {
      return naming(path, () => new CellFile(path, head, takeUp(path, head), ownership))
    } catch (error) {
      ownership.release()
      throw error
    }
  }

  private constructor(
    path: string,
    head: CellFileHead,
    results: readonly CellResult[],
    ownership: Ownership,
  ) {
    this.path = path
    this.head = head
    this.#results = new Map(results.map((result) => [result.cell, result]))
    this.#file = openSync(path, 'a')
    this.#ownership = ownership
  }

  /** What is through, by cell. */
  get results(): ReadonlyMap<number, CellResult> {
    return this.#results
  }

  add(result: CellResult): void {
    const file = this.#file
    if (file === undefined) throw new RangeError(`${this.path} is closed`)
    naming(this.path, () => writeSync(file, lineOf(result)))
    this.#results.set(result.cell, result)
  }

  /** Closes it with its lines in the order of cells: the same sweep has the same bytes, whoever computed it. */
  finish(): void {
    // Some systems put nothing in the place of a file that is open.
    this.#closeFile()
    const sorted = [...this.#results.values()].sort((one, other) => one.cell - other.cell)
    naming(this.path, () => writeAtomically(this.path, [this.head, ...sorted].map(lineOf).join('')))
    this.#ownership.release()
  }

  close(): void {
    this.#closeFile()
    this.#ownership.release()
  }

  #closeFile(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }
}

/** The cells that a file has of a sweep; where there is no file, or none of which the head is whole, it is begun. */
function takeUp(path: string, head: CellFileHead): readonly CellResult[] {
  const there = readIfThere(path)
  if (there === undefined || !there.includes('\n')) {
    writeFileSync(path, lineOf(head))
    return []
  }
  const whole = there.lastIndexOf('\n') + 1
  if (whole < there.length) truncateSync(path, Buffer.byteLength(there.slice(0, whole)))
  const before = parseCells(path, there.slice(0, whole))
  const other = differencesOf(before.head, head)
  if (other.length > 0)
    throw new Failure(
      'bad-file',
      `${path}: holds cells of another sweep (${other.join(', ')} not the same); choose another folder or remove the file`,
    )
  return before.results
}

export interface ReadCells {
  readonly head: CellFileHead
  readonly results: readonly CellResult[]
}

/** The cells of a file. Throws a Failure with code 'bad-file' that names the line where it is none. */
export function readCellFile(path: string): ReadCells {
  const text = naming(path, () => readFileSync(path, 'utf8'))
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole === '')
    throw new Failure('bad-file', `${path}: nothing is in it yet; run the sweep of this folder to its end`)
  return parseCells(path, whole)
}

function parseCells(path: string, text: string): ReadCells {
  const [first = '', ...lines] = text.split('\n').slice(0, -1)
  const head = cellFileHeadShape.safeParse(jsonOf(path, first, 1))
  if (!head.success) throw new Failure('bad-file', `${path}:1: it is not the file of a sweep's cells`)
  const cells = new Set(cellsOfShard(head.data.shard, cellCount(head.data.sweep.axes)))
  const results = lines.map((line, index) => {
    const result = cellResultShape.safeParse(jsonOf(path, line, index + 2))
    if (!result.success || !cells.has(result.data.cell))
      throw new Failure(
        'bad-file',
        `${path}:${index + 2}: it is no cell of this sweep; remove the line or the file`,
      )
    return result.data
  })
  return { head: head.data, results }
}

function differencesOf(one: CellFileHead, other: CellFileHead): readonly string[] {
  const isSamePart = JSON.stringify(one.shard) === JSON.stringify(other.shard)
  return [...sweepDifferences(one.sweep, other.sweep), ...(isSamePart ? [] : ['shard'])]
}

function lineOf(value: unknown): string {
  // JSON has no undefined: what has no limit is written as null.
  return `${JSON.stringify(value, (_, part: unknown) => part ?? null)}\n`
}

function jsonOf(path: string, line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new Failure('bad-file', `${path}:${number}: it is not JSON (${(error as Error).message})`)
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Lets errors of the system name the file. */
function naming<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('bad-file', `${path}: could not be read or written (${(error as Error).message})`)
  }
}
