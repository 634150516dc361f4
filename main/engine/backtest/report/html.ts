/** A piece of HTML: made by `html` alone, so that no text gets into a page unescaped. */
export class Html {
  readonly text: string

  private constructor(text: string) {
    this.text = text
  }

  /** What a template says, its values escaped; pieces stand as they are, lists of them one after the other. */
  static of(strings: TemplateStringsArray, values: readonly HtmlValue[]): Html {
    const parts = strings.map(
      (string, index) => string + (index < values.length ? textOf(values[index]) : ''),
    )
    return new Html(parts.join(''))
  }
}

export type HtmlValue = string | number | Html | readonly Html[] | undefined

/** Template of HTML: texts in it are escaped, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return Html.of(strings, values)
}

function textOf(value: HtmlValue): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'string' || typeof value === 'number')
    return String(value).replace(/[&<>"']/g, entityOf)
  return value.map(({ text }) => text).join('')
}

function entityOf(character: string): string {
  return `&#${character.charCodeAt(0)};`
}
