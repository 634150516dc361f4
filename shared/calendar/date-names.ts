/** Days of the week as Date counts them: 0 is Sunday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

export const sunday = 0
export const monday = 1
export const tuesday = 2
export const wednesday = 3
export const thursday = 4
export const friday = 5
export const saturday = 6

export const mondayToFriday: readonly Weekday[] = [monday, tuesday, wednesday, thursday, friday]

export const january = 1
export const february = 2
export const march = 3
export const april = 4
export const may = 5
export const june = 6
export const july = 7
export const august = 8
export const september = 9
export const october = 10
export const november = 11
export const december = 12

/** Weekday of a day counted since 1970-01-01, which was a Thursday. */
export function weekdayOf(day: number): Weekday {
  return ((((day + thursday) % 7) + 7) % 7) as Weekday
}
