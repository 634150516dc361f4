import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { noOverlay, parseOverlay } from '#shared/calendar/overlay.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { ManualTicker } from '../time/manual-ticker.ts'
import { OverlayFile } from './overlay-file.ts'
import { overlayBeside } from './overlay-place.ts'

const friday = '2024-07-05' as SessionDate
const closures = [{ date: friday, reason: 'storm' }]
const storm = parseOverlay({ closures })
const stormText = JSON.stringify({ version: 1, exchanges: { XNYS: { closures } } })

function pathWith(content?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-overlay-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = overlayBeside(join(folder, 'settings.json'))
  if (content !== undefined) writeFileSync(path, content)
  return path
}

function isClosed({ calendars }: OverlayFile): boolean {
  return calendars.of('XNYS').session(friday) === undefined
}

describe('the file of changes to calendars', () => {
  test('is made by the first change beside the settings, and is found again', () => {
    const path = pathWith()
    const file = new OverlayFile(path)
    expect(file.problem).toBeUndefined()
    expect(existsSync(path)).toBe(false)
    file.set('XNAS', storm)
    expect(isClosed(file)).toBe(true)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(stormText))
    expect(isClosed(new OverlayFile(path))).toBe(true)
    file.set('XNYS', noOverlay)
    expect(isClosed(file)).toBe(false)
    expect(isClosed(new OverlayFile(path))).toBe(false)
  })

  test('a change by another program is seen at the next look, a file taken away too', () => {
    const path = pathWith()
    const file = new OverlayFile(path)
    const ticker = new ManualTicker()
    const stop = file.watch(ticker)
    writeFileSync(path, stormText)
    ticker.pass(10_000)
    expect(isClosed(file)).toBe(true)
    rmSync(path)
    ticker.pass(10_000)
    expect(isClosed(file)).toBe(false)
    stop()
    writeFileSync(path, stormText)
    ticker.pass(10_000)
    expect(isClosed(file)).toBe(false)
  })

  test('one that is wrong is told once and never written over; what was right before stays in use', () => {
    const path = pathWith(stormText)
    const file = new OverlayFile(path)
    const told: string[] = []
    file.onProblem((problem) => told.push(problem))
    const wrong = stormText.replace('2024-07-05', '2024-07-35')
    writeFileSync(path, wrong)
    file.look()
    file.look()
    expect(told).toEqual([
      expect.stringMatching(/calendar-overlay\.json: XNYS: .*closures\.0\.date: is no date/),
    ])
    expect(file.problem).toBe(told[0])
    expect(isClosed(file)).toBe(true)
    expect(() => file.set('XNYS', noOverlay)).toThrow(expect.objectContaining({ code: 'bad-file' }))
    expect(readFileSync(path, 'utf8')).toBe(wrong)
    writeFileSync(path, stormText)
    file.look()
    expect(file.problem).toBeUndefined()
    file.set('XNYS', noOverlay)
    expect(isClosed(file)).toBe(false)
  })

  test('damaged from the start, the calendars are as published and the file is named', () => {
    const file = new OverlayFile(pathWith('{"version": 1, "exch'))
    expect(file.problem).toContain('calendar-overlay.json')
    expect(isClosed(file)).toBe(false)
  })

  test('an overlay that does not fit its calendar changes nothing', () => {
    const path = pathWith(stormText)
    const file = new OverlayFile(path)
    const wrong = parseOverlay({ earlyCloses: [{ date: friday, reason: 'x', close: '17:00' }] })
    expect(() => file.set('XNYS', wrong)).toThrow(/lies outside its regular hours/)
    expect(isClosed(file)).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe(stormText)
  })

  test('one that cannot be written changes nothing and says so', () => {
    const file = new OverlayFile(join(pathWith(), 'nowhere', 'calendar-overlay.json'))
    expect(() => file.set('XNYS', storm)).toThrow(
      /calendar-overlay\.json: the changes .* could not be written/,
    )
    expect(isClosed(file)).toBe(false)
  })
})
