import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Benchmark } from './benchmark.ts'
import { demoSeed } from './demo-bars.ts'
import { taskOf } from './fill-playing.ts'
import { type Delay, ms, type PlayTask, spread } from './play.ts'

const name = 'frame'

/** What the window did while it played. */
export interface FrameFinding {
  readonly frames: number
  /** Work of the page's main thread for a frame, and the time from one frame to the next. */
  readonly work: Delay
  readonly interval: Delay
  /** Frames whose work took over 16 ms. */
  readonly long: number
}

/** What the window's main thread works for a frame while it plays at 600x, and while bars come that were missing. */
export const frame: Benchmark = {
  name,
  run(folder) {
    const plain = measure(taskOf(folder, false))
    const filling = measure(taskOf(folder))
    const why = 'the program in real Electron was not there: npm run bench makes it ready'
    return {
      name,
      value: filling?.work.p99,
      unit: 'ms',
      target: 4,
      baseline: undefined,
      ratio: undefined,
      notes: [
        `demo generator, seed ${demoSeed}: 100 symbols, of each every 10th minute missing, 20 sessions before, a session file dropped on the window of the built program in real Electron, the chart and the gap ledger of one symbol, 600x, a jump to the last hour; work of a frame is from its message until the chart has drawn; on a virtual display, drawn by software`,
        `while the minutes come from another feed of the store: ${filling ? told(filling) : why}`,
        `beside it without a source: ${plain ? told(plain) : why}`,
        'the window has one chart; no baseline: the mission gives no figure',
      ],
    }
  },
}

function told({ frames, work, interval, long }: FrameFinding): string {
  return `${frames} frames: ${spread(work)}, ${long} over 16 ms; from one frame to the next: p50 ${ms(interval.p50)}, p99 ${ms(interval.p99)}`
}

function measure(task: PlayTask): FrameFinding | undefined {
  if (!process.env.TAPEDECK_ELECTRON) return undefined
  const child = [process.execPath, join(import.meta.dirname, 'frame-window.ts'), JSON.stringify(task)]
  const isHeadless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  const display = isHeadless ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24'] : []
  const [program = process.execPath, ...args] = [...display, ...child]
  const output = execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe', timeout: 180_000 })
  return JSON.parse(output) as FrameFinding
}
