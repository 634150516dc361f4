import { expect, test } from 'vitest'
import type { LanguageReply, LanguageRequest } from './language.ts'
import { LanguageClient, type LanguageThread } from './language-client.ts'

const question = { ask: 'faults', text: 'a', isScript: false } as const

class Threads {
  readonly asked: LanguageRequest[] = []
  readonly timers = new Set<() => void>()
  readonly client = new LanguageClient(
    () => this.#start(),
    (_, run) => {
      this.timers.add(run)
      return () => this.timers.delete(run)
    },
  )
  starts = 0
  ended = 0
  reply: (reply: LanguageReply) => void = () => undefined
  die: () => void = () => undefined

  #start(): LanguageThread {
    this.starts++
    return {
      ask: (request) => this.asked.push(request),
      listen: (onReply, onEnd) => {
        this.reply = onReply
        this.die = onEnd
      },
      end: () => this.ended++,
    }
  }
}

test('answers come to whoever asked, a failure is no answer', async () => {
  const threads = new Threads()
  const one = threads.client.ask(question)
  const other = threads.client.ask(question)
  const [first, second] = threads.asked
  threads.reply({ id: second?.id ?? 0, failure: 'It broke.' })
  threads.reply({ id: first?.id ?? 0, answer: [] })
  threads.reply({ id: 99, answer: [] })
  expect([await one, await other]).toEqual([[], undefined])
  expect(threads.starts).toBe(1)
  expect(threads.timers.size).toBe(0)
})

test('a thread that ends or hangs is started again, a few times', async () => {
  const threads = new Threads()
  const lost = threads.client.ask(question)
  threads.die()
  expect(await lost).toBeUndefined()
  for (let count = 0; count < 10; count++) {
    const answer = threads.client.ask(question)
    for (const run of threads.timers) run()
    expect(await answer).toBeUndefined()
  }
  expect([threads.starts, threads.ended]).toEqual([5, 5])
})

test('what is asked too often at once is not asked, and a client that is closed asks nothing', async () => {
  const threads = new Threads()
  const asked = Array.from({ length: 60 }, () => threads.client.ask(question))
  expect(threads.asked).toHaveLength(50)
  threads.client.close()
  expect(new Set(await Promise.all(asked))).toEqual(new Set([undefined]))
  expect(await threads.client.ask(question)).toBeUndefined()
  expect(threads.starts).toBe(1)
})
