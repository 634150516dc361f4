import { z } from 'zod'
import { Failure } from '../protocol/failure.ts'
import { parseSessionDate } from './session-date.ts'

const date = z.string().refine((text) => parseSessionDate(text) !== undefined, 'is no date YYYY-MM-DD')
const reason = z.string().trim().min(1, 'has to say why')
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time HH:MM')
const day = z.strictObject({ date, reason })

/** The form of an overlay, whatever exchange it is of. */
export const overlayShape = z
  .strictObject({
    /** Days without a session. */
    closures: z.array(day).default([]),
    /** Days with a session, at the usual hours, though the table has none. */
    openings: z.array(day).default([]),
    /** Sessions that end early, at a time on the wall clock of the exchange. */
    earlyCloses: z.array(z.strictObject({ date, reason, close: wallTime })).default([]),
    /** Sessions that end at the usual time though the table cuts them. */
    fullDays: z.array(day).default([]),
    /** Sessions that begin late, at a time on the wall clock of the exchange. */
    lateOpens: z.array(z.strictObject({ date, reason, open: wallTime })).default([]),
  })
  .superRefine(({ closures, openings, earlyCloses, fullDays, lateOpens }, context) => {
    const once = (entries: readonly { readonly date: string }[]) => {
      const dates = entries.map((entry) => entry.date)
      const twice = dates.find((text, index) => dates.indexOf(text) !== index)
      if (twice !== undefined) context.addIssue(`${twice} is named twice`)
    }
    once([...closures, ...openings])
    once([...closures, ...earlyCloses, ...fullDays])
    once([...closures, ...lateOpens])
  })

/** What a user knows better than the table of an exchange: closures, early closes and late opens. */
export type CalendarOverlay = z.infer<typeof overlayShape>

/** An overlay that changes nothing. */
export const noOverlay: CalendarOverlay = {
  closures: [],
  openings: [],
  earlyCloses: [],
  fullDays: [],
  lateOpens: [],
}

/** All entries of an overlay, whatever they say of their dates. */
export function entriesOf(overlay: CalendarOverlay): readonly { date: string; reason: string }[] {
  const { closures, openings, earlyCloses, fullDays, lateOpens } = overlay
  return [...closures, ...openings, ...earlyCloses, ...fullDays, ...lateOpens]
}

/** Reads an overlay from plain data. Throws a Failure of code 'bad-file' that names the first entry that is wrong. */
export function parseOverlay(value: unknown): CalendarOverlay {
  const read = overlayShape.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new Failure(
    'bad-file',
    `Calendar overlay: ${where && `${where}: `}${issue?.message ?? ''}. Correct it.`,
  )
}
