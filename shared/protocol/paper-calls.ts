import { z } from 'zod'
import { brokerSettingsShape } from '../backtest/broker-settings-shape.ts'
import { orderEventShape, orderKindShape, orderRequestShape } from '../strategy/order-shape.ts'
import { call } from './contract.ts'
import { columnShape, epochMsShape, sessionDateShape } from './shapes.ts'

const nothing = z.void().optional()
const orderId = z.int().min(1)
/** Set once the user agreed that orders are dropped that were placed after the clock's time. */
const dropsLater = z.boolean().optional()
const byteColumn: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)

/** An order by what placed it: the entry of a record, or of the exits that its bracket placed the so manyth. */
const orderNameShape = z.object({ entry: z.int().min(0), exit: z.int().min(0).exactOptional() })
const paperEntry = z.object({
  at: epochMsShape,
  action: z.discriminatedUnion('type', [
    z.object({ type: z.literal('place'), request: orderRequestShape }),
    z.object({ type: z.literal('change'), order: orderNameShape, kind: orderKindShape }),
    z.object({ type: z.literal('cancel'), order: orderNameShape }),
  ]),
})
/** What was asked for by hand, and the replay's clock then. */
export type PaperEntry = z.infer<typeof paperEntry>

/** Entries of one session's record, told as bars of a chart are: cut at `from`, then appended. */
const paperRecord = z.object({
  exchange: z.string(),
  session: sessionDateShape,
  from: z.int().min(0),
  entries: z.array(paperEntry).max(500),
})
export type PaperRecordNews = z.infer<typeof paperRecord>

const paperSummary = z.object({
  /** Of the open replay; absent while none is open. */
  session: sessionDateShape.optional(),
  broker: brokerSettingsShape,
  /** What was asked for in this session by hand: orders, changes, cancellations; and how much of it after the clock. */
  asked: z.int(),
  later: z.int(),
})
export type PaperSummary = z.infer<typeof paperSummary>

/**
 * Paper orders of the open replay up to its clock. The window keeps events and points of equity as lists: it cuts
 * them at `from` and `equityFrom` and appends what comes. So a fill and a step back are the same message.
 */
const paperNews = z.object({
  session: sessionDateShape,
  clock: epochMsShape,
  /** How much was asked for by hand after the clock: playing on does it again. */
  later: z.int(),
  from: z.int().min(0),
  events: z.array(orderEventShape).max(1000),
  /** What each event that is a fill rests on: a bit a mark, in the order of `tradeMarkBits`. */
  marks: byteColumn,
  equityFrom: z.int().min(0),
  /** Ends of bars, and the equity then. */
  time: columnShape,
  equity: columnShape,
})
export type PaperNews = z.infer<typeof paperNews>

/**
 * What a window may ask about paper orders: those that are placed by hand while a session is replayed. They are
 * refused with 'no-replay' while no session is open, and with 'later-orders' where orders were placed after the
 * clock, unless these may be dropped.
 */
export const paperCalls = {
  /** Places an order at the clock. One that the broker does not take is answered with its reason. */
  'paper.place': call(
    z.object({ request: orderRequestShape, dropsLater }),
    z.object({ order: orderId, rejected: z.string().optional() }),
    30_000,
  ),
  /** Lets an order that waits go on at other prices; nothing happens to one that waits no longer. */
  'paper.change': call(z.object({ order: orderId, kind: orderKindShape, dropsLater }), z.null(), 30_000),
  'paper.cancel': call(z.object({ order: orderId, dropsLater }), z.null(), 30_000),
  /** What stands; all events are told anew after the answer. */
  'paper.state': call(nothing, paperSummary),
  /** Forgets all orders of the session, as if none had been placed. */
  'paper.reset': call(nothing, z.null()),
  /** Puts back what was asked for in a session, after the engine that knew it is gone. */
  'paper.restore': call(
    z.object({ exchange: z.string(), session: sessionDateShape, entries: z.array(paperEntry).max(2000) }),
    z.null(),
  ),
  /** Runs the orders of the session with other money or costs. */
  'paper.configure': call(z.object({ broker: brokerSettingsShape }), z.null()),
} as const

/** What a window hears about them, once a display frame at most. */
export const paperEvents = {
  'paper.changed': paperNews,
  /** Something was asked for by hand; also told of each session that is opened. */
  'paper.record': paperRecord,
} as const
