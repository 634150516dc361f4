import { dateOfDay, dayNumber, type SessionDate } from '#shared/calendar/session-date.ts'
import { firstDay, lastDay, monthOf } from '../replay/month-grid.ts'
import { monthsLater } from './choose.ts'

/** What of a key press says where to go. */
interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
}

const dayKeys: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
}

/**
 * The day that a key leads to from another: arrows by days and weeks, Home and End to the ends of the month, Page Up
 * and Page Down by months; with Ctrl to the ends of the year and by years. Undefined for every other key.
 */
export function dayAfterKey(date: SessionDate, { key, ctrlKey }: KeyPress): SessionDate | undefined {
  const days = dayKeys[key]
  if (days !== undefined) return ctrlKey ? undefined : dateOfDay(dayNumber(date) + days)
  const month = monthOf(date)
  const step = ctrlKey ? 12 : 1
  switch (key) {
    case 'PageUp':
      return monthsLater(date, -step)
    case 'PageDown':
      return monthsLater(date, step)
    case 'Home':
      return firstDay(ctrlKey ? { ...month, month: 1 } : month)
    case 'End':
      return lastDay(ctrlKey ? { ...month, month: 12 } : month)
    default:
      return undefined
  }
}
