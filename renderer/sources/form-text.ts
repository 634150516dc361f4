import {
  type ListedSource,
  type SourceForm,
  type SourceKind,
  type SourceLimitName,
  type SourceOptionName,
  sourceLimitNames,
  sourceOptionNames,
} from '#shared/protocol/source-calls.ts'
import { kinds } from './kinds.ts'

/** A form as it is being filled in: everything a text, with what other kinds would take kept for a change of mind. */
export interface FormText {
  readonly name: string
  readonly kind: SourceKind
  readonly place: string
  readonly options: Readonly<Partial<Record<SourceOptionName, string>>>
  readonly limits: Readonly<Partial<Record<SourceLimitName, string>>>
}

/** A form to begin with, of a kind whose usual name may be taken. */
export function emptyForm(kind: SourceKind, taken: readonly string[]): FormText {
  return { name: freeName(kinds[kind].name, taken), kind, place: '', options: {}, limits: {} }
}

/** The form of a source as it is stored. */
export function formOfListed(
  { name }: ListedSource,
  { kind, place, options, limits = {} }: SourceForm,
): FormText {
  return { name, kind, place, options, limits }
}

/** What the engine is told: only what the kind takes, without what was left empty. */
export function formToSend({ kind, place, options, limits }: FormText): SourceForm {
  const filled = sourceOptionNames.flatMap((option) => {
    const text = options[option]?.trim() ?? ''
    return text !== '' && kinds[kind].options.includes(option) ? [[option, text] as const] : []
  })
  const limited = sourceLimitNames.flatMap((name) => {
    const text = limits[name]?.trim() ?? ''
    return text === '' ? [] : [[name, text] as const]
  })
  return {
    kind,
    place: kinds[kind].place === undefined ? '' : place.trim(),
    options: Object.fromEntries(filled),
    limits: Object.fromEntries(limited),
  }
}

/** The name, or the name with the first number that makes it free. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  let number = 2
  while (taken.includes(`${name}-${number}`)) number++
  return `${name}-${number}`
}
