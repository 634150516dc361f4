import type { EpochUnit, TimeForm } from '../dialect.ts'
import type { DateOrder } from '../text/stamp.ts'

/** How times are written, and what is not certain about it. */
export interface FoundTimeForm {
  readonly form: TimeForm
  readonly stampsHaveOffset: boolean
  readonly words: string
  readonly warning: string | undefined
}

/** A year of these, a month and a day, in one run of digits. */
const compactDate = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?$/
const epochText = /^\d{9,19}(?:\.\d+)?$/
const offsetText = /\d:?\d\d(?:\.\d+)? ?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)$/i
const dayAndMonth = /^(\d{1,2})([-/.])(\d{1,2})[-/.]\d{4}/
const mostMonth = 12

/** Finds out how times are written, from many of them; `clock` is the field of the time of day, where it has one. */
export function detectTimeForm(texts: readonly string[], clock: number | undefined): FoundTimeForm {
  if (
    clock === undefined &&
    texts.every((text) => epochText.test(text)) &&
    !texts.every((text) => compactDate.test(text))
  ) {
    const unit = epochUnit(texts[0] ?? '')
    return {
      form: { kind: 'epoch', unit },
      stampsHaveOffset: true,
      words: `${unit} since 1970, UTC`,
      warning: undefined,
    }
  }
  const parts = texts.map((text) => dayAndMonth.exec(text)).filter((match) => match !== null)
  const order = dateOrder(parts)
  const guessed = parts.length > 0 && order === 'mdy' && !parts.some((part) => Number(part[3]) > mostMonth)
  const stampsHaveOffset = texts.some((text) => offsetText.test(text))
  return {
    form: { kind: 'calendar', order, clock },
    stampsHaveOffset,
    words: orderWords[order] + (stampsHaveOffset ? ', with an offset' : ''),
    warning: guessed
      ? `its dates, e.g. ${texts[0]}, were read as month, day, year; nothing in the beginning of the file tells that from day, month, year`
      : undefined,
  }
}

const orderWords: Readonly<Record<DateOrder, string>> = {
  ymd: 'year, month, day',
  mdy: 'month, day, year',
  dmy: 'day, month, year',
}

function dateOrder(parts: readonly RegExpExecArray[]): DateOrder {
  const [first] = parts
  if (!first) return 'ymd'
  const dayFirst = parts.some((part) => Number(part[1]) > mostMonth)
  return dayFirst || first[2] === '.' ? 'dmy' : 'mdy'
}

function epochUnit(text: string): EpochUnit {
  const digits = text.split('.')[0]?.length ?? 0
  if (digits <= 10) return 's'
  if (digits <= 13) return 'ms'
  return digits <= 16 ? 'us' : 'ns'
}
