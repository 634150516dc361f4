import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { doAsWanted, openingOf } from '../../replay/when-open.ts'
import { useReplay } from '../../stores/replay.ts'
import { useShownRun } from '../../stores/shown-run.ts'
import { useView } from '../../stores/view.ts'
import { useTicket } from '../../trading/ticket.ts'
import { commands } from './commands.ts'

const session = '2024-11-27' as SessionDate

beforeEach(() => {
  useView.setState({ view: 'replay' })
  useShownRun.setState({ run: undefined })
  useReplay.setState({ session, status: { state: 'none' } })
})
afterEach(() => useReplay.setState({ session: undefined, status: { state: 'none' } }))

/** Keys that something happens by. */
function heard(): readonly string[] {
  return commands.flatMap(({ shortcut, available }) =>
    shortcut !== undefined && available() ? shortcut : [],
  )
}

test('every key that is heard while a session is open is heard while it is being opened', () => {
  useReplay.setState({ status: { state: 'open' } })
  const open = heard()
  expect(open).toEqual(
    expect.arrayContaining(['V', 'B', 'Shift+B', 'Shift+S', 'Ctrl+S', 'Space', 'Q', 'I', 'F']),
  )
  useReplay.setState({ status: openingOf(session, undefined) })
  expect(heard()).toEqual(open)
})

test('none of those of a session are heard in another view', () => {
  useView.setState({ view: 'data' })
  useReplay.setState({ status: openingOf(session, undefined) })
  for (const key of ['V', 'B', 'Shift+B', 'Shift+S', 'Ctrl+S']) expect(heard()).not.toContain(key)
})

test('a ticket that was asked for opens with the session, not on the one before', async () => {
  const opening = openingOf(session, undefined)
  useReplay.setState({ status: opening })
  await commands.find(({ shortcut }) => shortcut === 'Shift+S')?.run()
  expect(useTicket.getState().open).toBe(false)
  useReplay.setState({ status: { state: 'open' } })
  await doAsWanted(opening, () => true)
  expect(useTicket.getState()).toMatchObject({ open: true, form: { side: 'sell' } })
})
