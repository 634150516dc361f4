import { create } from 'zustand'

const window = 120
/** Often enough to be seen, seldom enough to be read. */
const framesBetweenReports = 30

const frameMeasure = 'frame'
const works = new Float64Array(window)
let count = 0

/** Milliseconds of main-thread work that 95 of 100 of the last frames stayed below; undefined before there were enough. */
export const useFrameMeter = create<{ readonly p95: number | undefined }>(() => ({ p95: undefined }))

/** Takes note of a frame: when it came, on the page's clock, and the work it was. */
export function noteFrame(began: number, workMs: number): void {
  // For whoever watches from outside; kept, they would add up to megabytes an hour.
  performance.measure(frameMeasure, { start: began, duration: workMs })
  performance.clearMeasures(frameMeasure)
  works[count % window] = workMs
  count += 1
  if (count % framesBetweenReports !== 0) return
  const sorted = works.slice(0, Math.min(count, window)).sort()
  const p95 = sorted[Math.floor(sorted.length * 0.95)]
  useFrameMeter.setState({ p95 })
}
