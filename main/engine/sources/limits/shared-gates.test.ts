import { describe, expect, test } from 'vitest'
import { ManualTicker } from '../../time/manual-ticker.ts'
import { AskedGates } from './asked-gates.ts'
import type { GateLimits } from './gate.ts'
import { SharedGates, type ThreadTurns } from './shared-gates.ts'
import type { TurnWanted } from './turn-calls.ts'

/** Until every promise that can go on has done so. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

interface Stage {
  readonly ticker: ManualTicker
  readonly gates: SharedGates
  /** Requests that were sent, with when. */
  readonly sent: string[]
  thread(): Thread
}

interface Thread {
  readonly turns: ThreadTurns
  readonly gates: AskedGates
  ask(name: string, limits: GateLimits, signal?: AbortSignal): Promise<unknown>
  end(name: string): void
}

function stage(): Stage {
  const ticker = new ManualTicker()
  const gates = new SharedGates(ticker)
  const sent: string[] = []
  const thread = (): Thread => {
    const asked = new AskedGates({
      wanted: (wanted: TurnWanted) => void turns.want(wanted),
      over: (turn) => turns.over(turn),
    })
    const turns: ThreadTurns = gates.forThread((turn) => asked.answer(turn))
    const ends = new Map<string, () => void>()
    return {
      turns,
      gates: asked,
      end: (name) => ends.get(name)?.(),
      ask: (name, limits, signal = new AbortController().signal) =>
        asked.of('vendor', limits).pass(signal, () => {
          sent.push(`${name} ${ticker.elapsed()}`)
          return new Promise<void>((resolve) => ends.set(name, resolve))
        }),
    }
  }
  return { ticker, gates, sent, thread }
}

const one = { requestsPerMinute: 100, parallel: 1 }

describe('the gate of a source that several threads ask', () => {
  test('lets no more through at once than may, whoever asks, in the order they came', async () => {
    const { sent, thread } = stage()
    const [upkeep, run] = [thread(), thread()]
    void upkeep.ask('a', one)
    void run.ask('b', one)
    void upkeep.ask('c', one)
    await settled()
    expect(sent).toEqual(['a 0'])
    upkeep.end('a')
    await settled()
    expect(sent).toEqual(['a 0', 'b 0'])
    run.end('b')
    await settled()
    expect(sent).toEqual(['a 0', 'b 0', 'c 0'])
  })

  test('lets no more begin in any minute than may, and holds to other limits at once', async () => {
    const { ticker, sent, thread } = stage()
    const [upkeep, run] = [thread(), thread()]
    const limits = { requestsPerMinute: 2, parallel: 9 }
    for (const [from, name] of [[upkeep, 'a'] as const, [run, 'b'] as const, [upkeep, 'c'] as const])
      void from.ask(name, limits)
    await settled()
    expect(sent).toEqual(['a 0', 'b 0'])
    ticker.pass(59_999)
    await settled()
    expect(sent).toHaveLength(2)
    void run.ask('d', { ...limits, requestsPerMinute: 3 })
    await settled()
    expect(sent.slice(2)).toEqual(['c 59999'])
    ticker.pass(1)
    await settled()
    expect(sent.slice(3)).toEqual(['d 60000'])
  })

  test('a thread that ends gives its turns back; one that is cancelled in line takes nobody’s', async () => {
    const { sent, thread } = stage()
    const [gone, other] = [thread(), thread()]
    void gone.ask('a', one)
    const inLine = gone.ask('b', one).catch((error) => error)
    const stop = new AbortController()
    const cancelled = other.ask('c', one, stop.signal)
    void other.ask('d', one)
    await settled()
    stop.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    gone.turns.close()
    gone.gates.close()
    await settled()
    expect(sent).toEqual(['a 0', 'd 0'])
    expect(await inLine).toMatchObject({ code: 'cancelled' })
    await expect(other.ask('e', one, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('whoever asks in the coordinator itself takes its turn there too', async () => {
    const { gates, sent, thread } = stage()
    void thread().ask('a', one)
    await settled()
    let done = false
    const test = gates.of('vendor', one).pass(new AbortController().signal, async () => {
      done = true
    })
    void gates.of('another', one).pass(new AbortController().signal, async () => sent.push('another'))
    await settled()
    expect({ done, sent }).toEqual({ done: false, sent: ['a 0', 'another'] })
    void test
  })

  test('refuses what would wait for hours, in words', async () => {
    const { thread } = stage()
    const { ask } = thread()
    const stop = new AbortController()
    const asked = Array.from({ length: 10_001 }, (_, number) => ask(`${number}`, one, stop.signal))
    const refused = ask('late', one)
    await expect(refused).rejects.toThrow('Too many requests wait for vendor')
    stop.abort()
    const ends = await Promise.allSettled(asked.slice(1))
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true)
  })
})
