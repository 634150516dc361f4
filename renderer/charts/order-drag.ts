import type { OrderId } from '#shared/strategy/order.ts'
import type { OrderLine } from './chart-trades.ts'
import type { TradeLayer } from './trade-layer.ts'

/** What the user wants of an order line. */
export interface OrderWishes {
  onMoveOrder(order: OrderId, price: number): void
  onCancelOrder(order: OrderId): void
}

/**
 * Lets order lines of a chart be moved by their labels and cancelled by the sign on them. Escape ends a move. Answers
 * how to stop.
 */
export function letOrdersBeDragged(
  element: HTMLElement,
  layer: TradeLayer,
  priceAt: (y: number) => number | undefined,
  wishes: OrderWishes,
): () => void {
  let endDrag: (() => void) | undefined
  const hitOf = (event: MouseEvent): ReturnType<TradeLayer['orderAt']> => {
    const { left, top } = element.getBoundingClientRect()
    return layer.orderAt(event.clientX - left, event.clientY - top)
  }
  const onDown = (event: MouseEvent): void => {
    const hit = event.button === 0 ? hitOf(event) : undefined
    if (!hit) return
    // The chart would scroll, and take the click for one on a bar.
    event.stopPropagation()
    event.preventDefault()
    if (hit.part === 'cancel') wishes.onCancelOrder(hit.line.order)
    else endDrag = drag(hit.line, event)
  }
  const drag = (line: OrderLine, down: MouseEvent): (() => void) => {
    const { top } = element.getBoundingClientRect()
    let price: number | undefined
    const onMove = (event: MouseEvent): void => {
      if (price === undefined && Math.abs(event.clientY - down.clientY) < 3) return
      price = priceAt(event.clientY - top) ?? price
      if (price !== undefined) layer.move({ order: line.order, price })
    }
    const onUp = (): void => {
      end()
      if (price !== undefined && price !== line.price) wishes.onMoveOrder(line.order, price)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      end()
    }
    const end = (): void => {
      endDrag = undefined
      layer.move(undefined)
      window.removeEventListener('mousemove', onMove)
      window.removeEventListener('mouseup', onUp)
      window.removeEventListener('keydown', onKey, true)
    }
    window.addEventListener('mousemove', onMove)
    window.addEventListener('mouseup', onUp)
    window.addEventListener('keydown', onKey, true)
    return end
  }
  const onHover = (event: MouseEvent): void => {
    const hit = hitOf(event)
    element.dataset.order = hit?.part ?? ''
  }
  element.addEventListener('mousedown', onDown, true)
  element.addEventListener('mousemove', onHover)
  return () => {
    endDrag?.()
    element.removeEventListener('mousedown', onDown, true)
    element.removeEventListener('mousemove', onHover)
  }
}
