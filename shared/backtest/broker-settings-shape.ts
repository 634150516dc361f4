import { z } from 'zod'
import type { BrokerSettings } from './broker-settings.ts'

const amount = z.number().nonnegative()
const ticksOrPercent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('ticks'), ticks: amount }),
  z.object({ kind: z.literal('percent'), percent: amount }),
])

/** Settings of a broker as they come from a file or the window; no limit is null in JSON and undefined elsewhere. */
export const brokerSettingsShape: z.ZodType<BrokerSettings> = z.object({
  cash: z.number().positive(),
  commission: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('per-share'), money: amount, least: amount.exactOptional() }),
    z.object({ kind: z.literal('per-trade'), money: amount }),
    z.object({ kind: z.literal('percent'), percent: amount }),
    z.object({
      kind: z.literal('table'),
      rows: z.array(
        z
          .object({ upTo: z.number().nullish(), perShare: amount })
          .transform(({ upTo, perShare }) => ({ upTo: upTo ?? undefined, perShare })),
      ),
    }),
  ]),
  slippage: ticksOrPercent,
  spread: ticksOrPercent,
  volumeShare: z
    .number()
    .positive()
    .nullish()
    .transform((share) => share ?? undefined),
  margin: z.object({ initial: z.number().positive(), maintenance: z.number().nonnegative() }),
  allowShort: z.boolean(),
})
