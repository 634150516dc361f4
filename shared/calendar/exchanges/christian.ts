import { december } from '../date-names.ts'
import { easter, fixed } from '../date-rule.ts'
import type { Holiday, ShortDay } from '../exchange.ts'

/** Holidays that many exchanges share: of Easter and those that hang on it, and those that stay on their date. */
export const goodFriday: Holiday = { reason: 'Good Friday', rule: easter(-2), observed: 'same' }
export const easterMonday: Holiday = { reason: 'Easter Monday', rule: easter(1), observed: 'same' }
export const ascensionDay: Holiday = { reason: 'Ascension Day', rule: easter(39), observed: 'same' }
export const whitMonday: Holiday = { reason: 'Whit Monday', rule: easter(50), observed: 'same' }
export const christmasEve: Holiday = {
  reason: 'Christmas Eve',
  rule: fixed(december, 24),
  observed: 'same',
}
export const christmasDay: Holiday = {
  reason: 'Christmas Day',
  rule: fixed(december, 25),
  observed: 'same',
}
export const boxingDay: Holiday = { reason: 'Boxing Day', rule: fixed(december, 26), observed: 'same' }
export const newYearsEve: Holiday = { reason: "New Year's Eve", rule: fixed(december, 31), observed: 'same' }

/** The last sessions before Christmas and before the new year, which many exchanges cut. */
export const beforeChristmas: Omit<ShortDay, 'close'> = {
  reason: 'last session before Christmas',
  rule: fixed(december, 24),
  observed: 'before',
}
export const beforeNewYear: Omit<ShortDay, 'close'> = {
  reason: 'last session of the year',
  rule: fixed(december, 31),
  observed: 'before',
}
