import { useMemo } from 'react'
import type { KeptResults } from '#shared/protocol/backtest-calls.ts'
import { Choice } from '../../ui/field.tsx'
import { bitOf, tradeMarks } from './trade-marks.ts'
import type { TradeFilter } from './trade-order.ts'

const sides = [
  { value: 'all', label: 'Both sides' },
  { value: 'long', label: 'Long' },
  { value: 'short', label: 'Short' },
] as const

/** Which trades are listed: of what symbol and side, and what they touch of the data. */
export function TradeFilters({
  results: { run, trades },
  filter,
  onFilter,
}: {
  results: KeptResults
  filter: TradeFilter
  onFilter: (filter: TradeFilter) => void
}) {
  const names = useMemo(() => {
    const traded = new Set(trades.symbol)
    return run.request.symbols.filter((_, number) => traded.has(number)).toSorted()
  }, [run, trades])
  const marks = useMemo(() => {
    const seen = trades.marks.reduce((bits, mark) => bits | mark, 0)
    return tradeMarks.filter(({ mark }) => (seen & bitOf(mark)) !== 0)
  }, [trades])
  const data = [
    { value: 'all' as const, label: 'Any data' },
    { value: 'clean' as const, label: 'clean' },
    ...marks.map(({ mark, word }) => ({ value: mark, label: word })),
  ]
  return (
    <div className="flex items-center gap-1.5">
      <span className="w-32">
        <Choice
          aria-label="Symbol of trades"
          value={filter.symbol}
          options={[
            { value: 'all', label: 'All symbols' },
            ...names.map((value) => ({ value, label: value })),
          ]}
          onChange={(symbol) => onFilter({ ...filter, symbol })}
        />
      </span>
      <span className="w-28">
        <Choice
          aria-label="Side of trades"
          value={filter.side}
          options={sides}
          onChange={(side) => onFilter({ ...filter, side })}
        />
      </span>
      <span className="w-32">
        <Choice
          aria-label="Data of trades"
          value={data.some(({ value }) => value === filter.data) ? filter.data : 'all'}
          options={data}
          onChange={(value) => onFilter({ ...filter, data: value })}
        />
      </span>
    </div>
  )
}
