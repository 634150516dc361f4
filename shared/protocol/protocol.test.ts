import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { type Channel, channelPair } from './channel.ts'
import { createClient } from './client.ts'
import { call } from './contract.ts'
import { Failure } from './failure.ts'
import { type CallHandlers, serve } from './server.ts'

const contract = {
  calls: {
    double: call(z.object({ number: z.number(), add: z.number().default(0) }), z.number()),
    wait: call(z.void().optional(), z.null(), 50),
    columns: call(z.void().optional(), z.instanceof(Float64Array)),
  },
  signals: { note: z.object({ text: z.string() }) },
  events: { tick: z.object({ count: z.int() }) },
} as const

type Calls = CallHandlers<typeof contract>

const never = new Promise<never>(() => undefined)

/** Both ends of the contract, and what each of them reports. */
function connect(calls: Partial<Calls> = {}, onNote: (text: string) => void = () => undefined) {
  const [near, far] = channelPair()
  const problems: string[] = []
  const closed: string[] = []
  const server = serve(
    contract,
    far,
    {
      calls: {
        double: ({ number, add }) => 2 * number + add,
        wait: () => never,
        columns: () => Float64Array.of(1, 2),
        ...calls,
      },
      signals: { note: ({ text }) => onNote(text) },
    },
    {
      onClose: () => closed.push('server'),
      onBadMessage: ({ message }) => problems.push(`server: ${message}`),
    },
  )
  const client = createClient(contract, near, {
    onClose: () => closed.push('client'),
    onBadMessage: ({ message }) => problems.push(`client: ${message}`),
  })
  return { client, server, near, far, problems, closed }
}

/** Lets everything that was posted arrive. */
async function delivered(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

/** A client over a channel whose other end is written by hand. */
function clientOfRawServer() {
  const [near, far] = channelPair()
  const asked: unknown[] = []
  far.listen(
    (message) => asked.push(message),
    () => undefined,
  )
  const problems: string[] = []
  const client = createClient(contract, near, { onBadMessage: ({ message }) => problems.push(message) })
  return { client, far, asked, problems }
}

/** A server over a channel whose other end is written by hand. */
function serverOfRawClient() {
  const connected = connect()
  const answers: unknown[] = []
  connected.client.close()
  const [near, far] = channelPair()
  serve(
    contract,
    far,
    {
      calls: { double: ({ number }) => 2 * number, wait: () => never, columns: () => new Float64Array() },
      signals: { note: () => undefined },
    },
    { onBadMessage: ({ message }) => connected.problems.push(message) },
  )
  near.listen(
    (message) => answers.push(message),
    () => undefined,
  )
  return { near, answers, problems: connected.problems }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('calls', () => {
  test('are answered, each by its own answer, with defaults filled in', async () => {
    const { client } = connect()
    const answers = [
      client.call('double', { number: 1 }),
      client.call('double', { number: 2, add: 3 }),
      client.call('double', { number: 5 }),
    ]
    expect(await Promise.all(answers)).toEqual([2, 7, 10])
    expect(await client.call('columns', undefined)).toEqual(Float64Array.of(1, 2))
  })

  test('a refusal keeps its code, its words and its detail', async () => {
    const { client } = connect({
      double: () => {
        throw new Failure('store-busy', 'Another has it.', { owner: 'them' })
      },
      columns: () => Promise.reject(new RangeError('Out of bounds.')),
    })
    await expect(client.call('double', { number: 1 })).rejects.toMatchObject({
      name: 'Failure',
      code: 'store-busy',
      message: 'Another has it.',
      detail: { owner: 'them' },
    })
    await expect(client.call('columns', undefined)).rejects.toMatchObject({
      code: 'internal',
      message: 'Out of bounds.',
    })
  })

  test('one without an answer is given up in time, and a late answer harms nothing', async () => {
    let answer: (value: null) => void = () => undefined
    const { client, problems } = connect({
      wait: () => new Promise<null>((resolve) => (answer = resolve)),
    })
    const waiting = client.call('wait', undefined)
    const rejected = expect(waiting).rejects.toMatchObject({ code: 'timeout' })
    await delivered()
    vi.advanceTimersByTime(50)
    await rejected
    answer(null)
    await delivered()
    expect(problems).toEqual([])
    expect(await client.call('double', { number: 4 })).toBe(8)
  })

  test('an answered call leaves no timer behind', async () => {
    const { client } = connect()
    await client.call('double', { number: 1 })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('parameters that do not fit are refused by the server', async () => {
    const { client } = connect()
    await expect(client.call('double', { number: 'one' } as never)).rejects.toMatchObject({
      code: 'bad-message',
    })
  })

  test('a call that the contract does not have is refused on both sides', async () => {
    const { client } = connect()
    await expect(client.call('halve' as never, undefined as never)).rejects.toMatchObject({
      code: 'bad-message',
    })
    const { near, answers } = serverOfRawClient()
    near.post({ type: 'call', id: 1, name: 'halve', params: {} })
    await delivered()
    expect(answers).toMatchObject([{ type: 'refusal', id: 1, failure: { code: 'bad-message' } }])
  })

  test('an answer that does not fit is refused by the client', async () => {
    const { client, far } = clientOfRawServer()
    const answer = client.call('double', { number: 1 })
    far.post({ type: 'answer', id: 1, ok: true, value: 'two' })
    await expect(answer).rejects.toMatchObject({ code: 'bad-message' })
  })

  test('parameters that cannot be sent reject the call', async () => {
    const { client } = connect()
    await expect(client.call('double', { number: (() => 1) as never })).rejects.toMatchObject({
      code: 'internal',
    })
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('signals and events', () => {
  test('signals arrive in order', async () => {
    const notes: string[] = []
    const { client } = connect({}, (text) => notes.push(text))
    client.signal('note', { text: 'one' })
    client.signal('note', { text: 'two' })
    await delivered()
    expect(notes).toEqual(['one', 'two'])
  })

  test('events reach every listener until it stops listening', async () => {
    const { client, server } = connect()
    const counts: string[] = []
    const stop = client.on('tick', ({ count }) => counts.push(`a${count}`))
    client.on('tick', ({ count }) => counts.push(`b${count}`))
    server.emit('tick', { count: 1 })
    await delivered()
    stop()
    server.emit('tick', { count: 2 })
    await delivered()
    expect(counts).toEqual(['a1', 'b1', 'b2'])
  })

  test('what does not fit is dropped and reported', async () => {
    const raw = clientOfRawServer()
    const counts: number[] = []
    raw.client.on('tick', ({ count }) => counts.push(count))
    raw.far.post({ type: 'event', name: 'tick', payload: { count: 1.5 } })
    raw.far.post({ type: 'event', name: 'tock', payload: {} })
    raw.far.post('hello')
    raw.far.post({ type: 'answer', id: 99, ok: true, value: 1 })
    await delivered()
    expect(counts).toEqual([])
    expect(raw.problems).toHaveLength(3)

    const server = serverOfRawClient()
    server.near.post({ type: 'signal', name: 'note', payload: { text: 1 } })
    server.near.post({ type: 'signal', name: 'nothing', payload: {} })
    server.near.post(undefined)
    await delivered()
    expect(server.problems).toHaveLength(3)
    expect(server.answers).toEqual([])
  })
})

describe('the end of a channel', () => {
  test('rejects what is pending and what comes later, and is told once', async () => {
    const { client, server, closed } = connect()
    const waiting = client.call('wait', undefined)
    server.close()
    await expect(waiting).rejects.toMatchObject({ code: 'engine-gone' })
    await expect(client.call('double', { number: 1 })).rejects.toMatchObject({ code: 'engine-gone' })
    client.signal('note', { text: 'too late' })
    client.close()
    expect(closed).toEqual(['client'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('by the client rejects its calls and tells the server', async () => {
    const { client, server, closed } = connect()
    const waiting = client.call('wait', undefined)
    client.close()
    await expect(waiting).rejects.toMatchObject({ code: 'engine-gone' })
    await delivered()
    server.emit('tick', { count: 1 })
    expect(closed).toEqual(['client', 'server'])
  })

  test('an answer that comes after it goes nowhere', async () => {
    let answer: (value: null) => void = () => undefined
    const { client, near } = connect({
      wait: () => new Promise<null>((resolve) => (answer = resolve)),
    })
    const posted = countPosts(near)
    const waiting = client.call('wait', undefined)
    await delivered()
    client.close()
    await expect(waiting).rejects.toMatchObject({ code: 'engine-gone' })
    answer(null)
    await delivered()
    expect(posted()).toBe(1)
  })

  test('messages on their way when a channel closes do not arrive', async () => {
    const [near, far] = channelPair()
    const got: unknown[] = []
    far.listen(
      (message) => got.push(message),
      () => got.push('closed'),
    )
    near.post(1)
    far.close()
    near.post(2)
    await delivered()
    near.close()
    await delivered()
    expect(got).toEqual([])
  })
})

function countPosts(channel: Channel): () => number {
  let count = 0
  const { post } = channel
  channel.post = (message) => {
    count++
    post.call(channel, message)
  }
  return () => count
}
