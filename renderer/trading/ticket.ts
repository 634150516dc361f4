import { create } from 'zustand'
import type { Bracket, OrderKind, OrderRequest, Side, TimeInForce } from '#shared/strategy/order.ts'

export type TicketType = OrderKind['type']

/** An order as it is typed. */
export interface TicketForm {
  readonly side: Side
  readonly quantity: string
  readonly type: TicketType
  readonly limit: string
  readonly stop: string
  readonly trail: string
  readonly trailBy: 'points' | 'percent'
  readonly tif: TimeInForce
  readonly takeProfit: string
  readonly stopLoss: string
  readonly oco: string
}

const emptyTicket: TicketForm = {
  side: 'buy',
  quantity: '100',
  type: 'market',
  limit: '',
  stop: '',
  trail: '',
  trailBy: 'points',
  tif: 'day',
  takeProfit: '',
  stopLoss: '',
  oco: '',
}

interface TicketState {
  readonly open: boolean
  readonly form: TicketForm
}

/** The order ticket. */
export const useTicket = create<TicketState>(() => ({ open: false, form: emptyTicket }))

export function changeTicket(changes: Partial<TicketForm>): void {
  useTicket.setState(({ form }) => ({ form: { ...form, ...changes } }))
}

/** Opens the ticket for a side; with a price it is an order that waits for it. */
export function openTicket(
  side: Side,
  at?: { readonly type: 'limit' | 'stop'; readonly price: number },
): void {
  useTicket.setState(({ form }) => ({
    open: true,
    form: {
      ...form,
      side,
      ...(at && { type: at.type }),
      ...(at?.type === 'limit' && { limit: String(at.price) }),
      ...(at?.type === 'stop' && { stop: String(at.price) }),
    },
  }))
}

export function closeTicket(): void {
  useTicket.setState({ open: false })
}

/** What is typed as an order, or the first thing that is wrong with it and the field it is in. */
export function requestOf(
  form: TicketForm,
  symbol: string,
): { readonly request: OrderRequest } | { readonly field: keyof TicketForm; readonly problem: string } {
  const quantity = numberOf(form.quantity)
  if (quantity === undefined || quantity <= 0)
    return { field: 'quantity', problem: 'Type how many, a number above 0.' }
  const kind = kindOf(form)
  if ('problem' in kind) return kind
  const bracket: { takeProfit?: number; stopLoss?: number } = {}
  for (const field of ['takeProfit', 'stopLoss'] as const) {
    if (form[field].trim() === '') continue
    const price = numberOf(form[field])
    if (price === undefined) return { field, problem: 'Type a price, or nothing.' }
    bracket[field] = price
  }
  const oco = form.oco.trim()
  return {
    request: {
      symbol,
      side: form.side,
      quantity,
      kind,
      tif: form.tif,
      ...(Object.keys(bracket).length > 0 && { bracket: bracket satisfies Bracket }),
      ...(oco !== '' && { oco }),
    },
  }
}

function kindOf(
  form: TicketForm,
): OrderKind | { readonly field: keyof TicketForm; readonly problem: string } {
  const { type, trailBy } = form
  const [limit, stop, trail] = [numberOf(form.limit), numberOf(form.stop), numberOf(form.trail)]
  if ((type === 'limit' || type === 'stop-limit') && limit === undefined)
    return { field: 'limit', problem: 'Type the limit, a price.' }
  if ((type === 'stop' || type === 'stop-limit') && stop === undefined)
    return { field: 'stop', problem: 'Type the stop, a price.' }
  if (type === 'trailing-stop' && (trail === undefined || trail <= 0))
    return { field: 'trail', problem: 'Type how far it trails, a number above 0.' }
  switch (type) {
    case 'market':
      return { type }
    case 'limit':
      return { type, limit: limit ?? 0 }
    case 'stop':
      return { type, stop: stop ?? 0 }
    case 'stop-limit':
      return { type, stop: stop ?? 0, limit: limit ?? 0 }
    case 'trailing-stop':
      return {
        type,
        trail:
          trailBy === 'points'
            ? { by: 'points', points: trail ?? 0 }
            : { by: 'percent', percent: trail ?? 0 },
      }
  }
}

function numberOf(text: string): number | undefined {
  const typed = text.trim().replaceAll(',', '')
  const value = Number(typed)
  return typed === '' || !Number.isFinite(value) ? undefined : value
}
