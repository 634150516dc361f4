import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beginning, type Connection, type ConnectionEvent, isOpen, nextConnection } from './connection.ts'

function reached(...events: ConnectionEvent[]): Connection {
  return events.reduce(nextConnection, beginning)
}

const opened: ConnectionEvent = { type: 'port-opened' }
const closed: ConnectionEvent = { type: 'port-closed' }
const resumed: ConnectionEvent = { type: 'resumed' }
const starting: ConnectionEvent = { type: 'supervisor', state: { state: 'starting' } }
const ready: ConnectionEvent = { type: 'supervisor', state: { state: 'ready' } }
const backingOff: ConnectionEvent = {
  type: 'supervisor',
  state: { state: 'backing-off', attempt: 2, retryInMs: 500, cause: 'exit 9' },
}
const failed: ConnectionEvent = { type: 'supervisor', state: { state: 'failed', cause: 'exit 9' } }

describe('the connection to the engine', () => {
  test('opens once a port has come and everything is put back', () => {
    expect(reached(starting)).toEqual({ phase: 'starting' })
    expect(reached(starting, opened)).toEqual({ phase: 'resuming', first: true })
    expect(reached(starting, opened, ready, resumed)).toEqual({ phase: 'connected' })
  })

  test('news of a start that come late do not take an open port away', () => {
    expect(reached(opened, starting)).toEqual({ phase: 'resuming', first: true })
    expect(reached(opened, resumed, starting, ready)).toEqual({ phase: 'connected' })
  })

  test('an engine that ends is restarted and resumed, whichever news comes first', () => {
    expect(reached(opened, resumed, closed)).toEqual({ phase: 'restarting', attempt: 1, cause: undefined })
    const lost: Connection = { phase: 'restarting', attempt: 2, cause: 'exit 9' }
    expect(reached(opened, resumed, closed, backingOff)).toEqual(lost)
    expect(reached(opened, resumed, backingOff, closed)).toEqual(lost)
    expect(reached(opened, resumed, closed, backingOff, starting)).toEqual(lost)
    expect(reached(opened, resumed, closed, backingOff, starting, opened)).toEqual({
      phase: 'resuming',
      first: false,
    })
  })

  test('an engine lost while resuming is not called resumed', () => {
    expect(reached(opened, closed, resumed)).toMatchObject({ phase: 'restarting' })
  })

  test('a failure for good ends the tries until it is asked for again', () => {
    expect(reached(opened, resumed, closed, failed)).toEqual({ phase: 'failed', cause: 'exit 9' })
    expect(reached(failed, { type: 'restart-asked' })).toMatchObject({ phase: 'restarting' })
    expect(reached(failed, starting, opened, resumed)).toEqual({ phase: 'connected' })
  })

  test('whatever happened, a new port and a finished resume connect', () => {
    const events = fc.array(fc.constantFrom(opened, closed, resumed, starting, ready, backingOff, failed))
    fc.assert(
      fc.property(events, (history) => {
        const state = [...history, opened, resumed].reduce(nextConnection, beginning)
        expect(state).toEqual({ phase: 'connected' })
        expect(isOpen(nextConnection(state, closed))).toBe(false)
      }),
    )
  })
})
