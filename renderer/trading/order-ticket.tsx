import { Settings2, X } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { OrderRequest } from '#shared/strategy/order.ts'
import { useChart } from '../stores/chart.ts'
import { useReplay } from '../stores/replay.ts'
import { useShownRun } from '../stores/shown-run.ts'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Choice, Field, Input } from '../ui/field.tsx'
import { keepFocus } from '../ui/input-mode.ts'
import { Segmented } from '../ui/segmented.tsx'
import { CostsDialog } from './costs-dialog.tsx'
import { orderWords } from './order-words.ts'
import { placeOrder } from './orders.ts'
import { sideLooks } from './side-looks.ts'
import { changeTicket, closeTicket, requestOf, type TicketForm, useTicket } from './ticket.ts'

const types = [
  { value: 'market', label: 'Market' },
  { value: 'limit', label: 'Limit' },
  { value: 'stop', label: 'Stop' },
  { value: 'stop-limit', label: 'Stop limit' },
  { value: 'trailing-stop', label: 'Trailing stop' },
] as const

/** The ticket of an order by hand, while it is open. */
export function OrderTicket() {
  const symbol = useChart((state) => state.symbol)
  const isOpen = useReplay((state) => state.info !== undefined)
  const hasRun = useShownRun((state) => state.run !== undefined)
  const open = useTicket((state) => state.open)
  const [costs, setCosts] = useState(false)
  if (!symbol || !isOpen || hasRun || !open) return null
  return (
    <section aria-label="Order" className="border-line border-b px-4 pt-3.5 pb-4">
      <div className="flex h-6 items-center justify-between">
        <h2 className="panel-title">Paper order · {symbol}</h2>
        <span className="-mr-1.5 flex">
          <IconButton label="Money and costs" side="left" className="size-7" onClick={() => setCosts(true)}>
            <Settings2 className="size-4" aria-hidden="true" />
          </IconButton>
          <IconButton label="Close the ticket" side="left" className="size-7" onClick={closeTicket}>
            <X className="size-4" aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      <Ticket symbol={symbol} />
      <CostsDialog open={costs} onClose={() => setCosts(false)} />
    </section>
  )
}

function Ticket({ symbol }: { symbol: string }) {
  const form = useTicket((state) => state.form)
  const [shown, setShown] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const asked = requestOf(form, symbol)
  const problem = shown && 'problem' in asked ? asked : undefined
  useEffect(() => first.current?.select(), [])
  const place = async (request: OrderRequest): Promise<void> => {
    setShown(false)
    await placeOrder(request)
  }
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    if ('request' in asked) void place(asked.request)
    else setShown(true)
  }
  const text = (field: keyof TicketForm, name: string, more: object = {}): ReactNode => (
    <Field name={name}>
      <Input
        inputMode="decimal"
        value={form[field]}
        aria-invalid={problem?.field === field}
        onChange={(event) => changeTicket({ [field]: event.target.value })}
        onKeyDown={({ key }) => key === 'Escape' && closeTicket()}
        {...more}
      />
    </Field>
  )
  const { type } = form
  return (
    <form aria-label="Order ticket" onSubmit={onSubmit} className="mt-2.5 flex flex-col gap-2.5">
      <div className="grid grid-cols-2 gap-2">
        {(['buy', 'sell'] as const).map((side) => (
          <button
            key={side}
            type="button"
            aria-pressed={form.side === side}
            onClick={() => changeTicket({ side })}
            className={classes(
              'h-8 rounded-md border font-semibold text-sm transition-colors',
              form.side === side ? sideLooks[side] : 'border-line bg-canvas text-muted hover:text-ink',
            )}
          >
            {side === 'buy' ? 'Buy' : 'Sell'}
          </button>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-2">
        {text('quantity', 'Quantity', { ref: first })}
        <Field name="Type">
          <Choice value={type} options={types} onChange={(next) => changeTicket({ type: next })} />
        </Field>
        {(type === 'stop' || type === 'stop-limit') && text('stop', 'Stop')}
        {(type === 'limit' || type === 'stop-limit') && text('limit', 'Limit')}
        {type === 'trailing-stop' && (
          <>
            {text('trail', 'Trails by')}
            <Field name="Unit">
              <Choice
                value={form.trailBy}
                options={[
                  { value: 'points', label: 'Points' },
                  { value: 'percent', label: 'Percent' },
                ]}
                onChange={(trailBy) => changeTicket({ trailBy })}
              />
            </Field>
          </>
        )}
        {text('takeProfit', 'Take profit at', { placeholder: 'none' })}
        {text('stopLoss', 'Stop loss at', { placeholder: 'none' })}
      </div>
      <div className="flex items-end justify-between gap-2">
        <Segmented
          label="Good for"
          value={form.tif}
          onChange={(tif) => changeTicket({ tif })}
          options={[
            { value: 'day', label: 'Day', tip: 'Expires with the session' },
            { value: 'gtc', label: 'GTC', tip: 'Waits until it is cancelled' },
          ]}
        />
        <div className="min-w-0 flex-1">
          {text('oco', 'OCO group', {
            inputMode: 'text',
            placeholder: 'none',
            title: 'Of orders of one group the first that is filled cancels the others',
          })}
        </div>
      </div>
      {problem && (
        <p role="alert" className="text-down text-sm">
          {problem.problem}
        </p>
      )}
      <button
        type="submit"
        className={classes(
          'h-9 min-w-0 truncate rounded-md border px-3 font-semibold text-sm transition-colors',
          sideLooks[form.side],
        )}
        onMouseDown={keepFocus}
      >
        {'request' in asked ? orderWords(asked.request) : form.side === 'buy' ? 'Buy' : 'Sell'}
      </button>
    </form>
  )
}
