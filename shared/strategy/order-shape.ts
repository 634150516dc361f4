import { z } from 'zod'
import { symbolShape } from '../protocol/shapes.ts'
import type { OrderEvent, OrderKind, OrderRequest } from './order.ts'

const price = z.number()

/** Kind and prices of an order as they come from a window; whether they make sense the broker says. */
export const orderKindShape: z.ZodType<OrderKind> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('market') }),
  z.object({ type: z.literal('limit'), limit: price }),
  z.object({ type: z.literal('stop'), stop: price }),
  z.object({ type: z.literal('stop-limit'), stop: price, limit: price }),
  z.object({
    type: z.literal('trailing-stop'),
    trail: z.discriminatedUnion('by', [
      z.object({ by: z.literal('points'), points: price }),
      z.object({ by: z.literal('percent'), percent: price }),
    ]),
  }),
])

/** An order as a window asks for it. */
export const orderRequestShape: z.ZodType<OrderRequest> = z.object({
  symbol: symbolShape,
  side: z.enum(['buy', 'sell']),
  quantity: z.number(),
  kind: orderKindShape.exactOptional(),
  tif: z.enum(['day', 'gtc']).exactOptional(),
  bracket: z.object({ takeProfit: price.exactOptional(), stopLoss: price.exactOptional() }).exactOptional(),
  oco: z.string().min(1).max(40).exactOptional(),
  note: z.string().max(200).exactOptional(),
})

/** What happened to an order, as the engine tells it: only that it is one is looked at. */
export const orderEventShape = z.custom<OrderEvent>(
  (value) => typeof value === 'object' && value !== null && 'type' in value && 'order' in value,
)
