/** A stretch of a text, `to` exclusive, in UTF-16 units from 0. */
export interface TextSpan {
  readonly from: number
  readonly to: number
}

/** What is wrong at a place of a text. */
export interface TextFault extends TextSpan {
  readonly severity: 'error' | 'warning'
  readonly message: string
}

/** A name that may stand at a place. */
export interface Suggestion {
  readonly name: string
  /** What it is, in the words of the editor's icons. */
  readonly kind:
    | 'class'
    | 'constant'
    | 'function'
    | 'interface'
    | 'keyword'
    | 'method'
    | 'property'
    | 'type'
    | 'variable'
  /** Those of a lower one come first. */
  readonly order: string
  /** It is not known yet and comes by an import from this module. */
  readonly source?: string
}

export interface Suggestions {
  /** Where what was typed of the name begins. */
  readonly from: number
  readonly names: readonly Suggestion[]
}

/** A change of a text. */
export interface TextChange extends TextSpan {
  readonly insert: string
}

/** What a name is: its type, what its author wrote about it, and what else has to be written for it. */
export interface NameFacts {
  readonly signature: string
  readonly docs: string
  readonly changes: readonly TextChange[]
}

/** What the name under a place is. */
export interface HoverFacts extends TextSpan {
  readonly signature: string
  readonly docs: string
}

/** A function that is being called at a place; the parameter that is written is `[from, to)` of its text. */
export interface CallFacts {
  readonly signature: string
  readonly active: TextSpan
  readonly docs: string
}

/** What may be asked about a text, and what is answered. */
export interface LanguageAnswers {
  readonly faults: readonly TextFault[]
  readonly suggestions: Suggestions | undefined
  readonly name: NameFacts | undefined
  readonly hover: HoverFacts | undefined
  readonly call: CallFacts | undefined
}

export type Question = { readonly text: string; readonly isScript: boolean } & (
  | { readonly ask: 'faults' }
  | { readonly ask: 'suggestions' | 'hover' | 'call'; readonly at: number }
  | { readonly ask: 'name'; readonly at: number; readonly name: string; readonly source: string | undefined }
)

export interface LanguageRequest {
  readonly id: number
  readonly question: Question
}

/** The answer to the request with the same id, or why there is none. */
export type LanguageReply =
  | { readonly id: number; readonly answer: LanguageAnswers[keyof LanguageAnswers] }
  | { readonly id: number; readonly failure: string }
