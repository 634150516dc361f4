import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const rectangle = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) })
const remembered = z.object({ bounds: rectangle, maximized: z.boolean() })
export type Rectangle = z.infer<typeof rectangle>
export type WindowPlace = z.infer<typeof remembered>

export const defaultSize = { width: 1600, height: 1000 } as const
export const smallestSize = { width: 1100, height: 700 } as const
/** This much of a window must lie on a display, so that a person can take hold of it. */
const leastVisible = 100

/** Where the window was when the program ended; undefined when that is not known. */
export function readWindowPlace(file: string): WindowPlace | undefined {
  try {
    return remembered.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Remembers the place for the next start. It is a convenience: a disk that refuses it is no failure. */
export function writeWindowPlace(file: string, place: WindowPlace): void {
  try {
    writeFileSync(file, JSON.stringify(place))
  } catch {
    // The next start opens at the default size.
  }
}

/** The remembered bounds when enough of them lies on a display that is there now, else the default size, centred. */
export function visibleBounds(
  place: WindowPlace | undefined,
  displays: readonly Rectangle[],
): Rectangle | typeof defaultSize {
  const bounds = place?.bounds
  return bounds && displays.some((display) => showsEnough(display, bounds)) ? bounds : defaultSize
}

function showsEnough(display: Rectangle, bounds: Rectangle): boolean {
  const across = overlap(display.x, display.width, bounds.x, bounds.width)
  const down = overlap(display.y, display.height, bounds.y, bounds.height)
  return across >= leastVisible && down >= leastVisible
}

function overlap(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart)
}
