/** Pixels of a map: how high its cells are, how wide at least, and how narrow and how wide all of it may become. */
export interface MapSize {
  readonly height: number
  readonly width: number
  readonly least: number
  readonly most: number
}

/** The names and values beside a map. */
const besidePx = 66

/** Many cells are small ones, so that two maps of a thousand stand beside each other. */
export function cellSize(rows: number, columns: number, isNumbered: boolean): MapSize {
  const height = rows <= 14 ? 28 : rows <= 30 ? 16 : 10
  const [width, widest] = isNumbered ? [50, 72] : [10, 28]
  return { height, width, least: besidePx + columns * width, most: besidePx + columns * widest }
}

const linePx = 14
const digitPx = 7

/** Every how many places an axis beside the rows has its value written, of rows of this height. */
export function rowLabelStep(height: number): number {
  return Math.ceil(linePx / height)
}

/** The same of the axis under the columns, of columns of this width at least. */
export function columnLabelStep(values: readonly number[], width: number): number {
  const longest = Math.max(...values.map((value) => String(value).length))
  return Math.ceil((digitPx * longest + 4) / width)
}

const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The cell that an arrow key leads to from another; undefined for other keys and beyond the edge. */
export function neighbourOf(
  rows: readonly (readonly number[])[],
  cell: number,
  key: string,
): number | undefined {
  const step = steps[key]
  const row = rows.findIndex((cells) => cells.includes(cell))
  if (!step || row < 0) return undefined
  return rows[row + step[0]]?.[(rows[row]?.indexOf(cell) ?? 0) + step[1]]
}
