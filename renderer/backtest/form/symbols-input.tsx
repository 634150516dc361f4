import { Plus } from 'lucide-react'
import { useSymbols } from '../../stores/symbols.ts'
import { FormField } from '../../ui/form-field.tsx'
import { typedSymbols } from './check-form.ts'
import { putForm } from './form-state.ts'
import type { FormText } from './form-text.ts'

const mostOffered = 6

/** Symbols by their names, with those offered that begin with what is typed last. */
export function SymbolsInput({ form, problem }: { form: FormText; problem: string | undefined }) {
  const symbols = useSymbols((state) => state.symbols)
  const typed = typedSymbols(form.symbols)
  const isOpen = /[^\s,;]$/.test(form.symbols)
  const begun = isOpen ? (typed.at(-1) ?? '') : ''
  const chosen = new Set(isOpen ? typed.slice(0, -1) : typed)
  const offered = symbols
    .filter(({ symbol, exchange }) => exchange === form.exchange && !chosen.has(symbol))
    .map(({ symbol }) => symbol)
    .filter((symbol) => symbol.startsWith(begun) && symbol !== begun)
    .slice(0, mostOffered)
  const add = (symbol: string): void => putForm({ symbols: `${[...chosen, symbol].join(' ')} ` })
  return (
    <div>
      <FormField name="Names" hint="With blanks between them" problem={problem}>
        {(tied) => (
          <textarea
            {...tied}
            rows={2}
            spellCheck={false}
            value={form.symbols}
            onChange={({ target }) => putForm({ symbols: target.value })}
            className="min-h-12 w-full resize-y select-text rounded-md border border-line bg-canvas px-2.5 py-1.5 text-ink text-sm uppercase focus-visible:border-accent focus-visible:outline-none aria-[invalid=true]:border-down"
          />
        )}
      </FormField>
      {offered.length > 0 && (
        <ul aria-label="Symbols to add" className="mt-1.5 flex flex-wrap gap-1">
          {offered.map((symbol) => (
            <li key={symbol}>
              <button
                type="button"
                aria-label={`Add ${symbol}`}
                onClick={() => add(symbol)}
                className="flex h-6 items-center gap-1 rounded-md border border-line px-1.5 text-muted text-xs transition-colors hover:bg-hover hover:text-ink"
              >
                <Plus className="size-3" aria-hidden="true" />
                {symbol}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
