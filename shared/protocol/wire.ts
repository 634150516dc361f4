import { z } from 'zod'

/** What travels over a channel, whatever the contract. */
export const clientMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id: z.int(), name: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('signal'), name: z.string(), payload: z.unknown() }),
])

const failed = z.object({ code: z.string(), message: z.string(), detail: z.unknown() })

export const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: z.int(), ok: z.literal(true), value: z.unknown() }),
  z.object({ type: z.literal('refusal'), id: z.int(), ok: z.literal(false), failure: failed }),
  z.object({ type: z.literal('event'), name: z.string(), payload: z.unknown() }),
])

export type ClientMessage = z.infer<typeof clientMessage>
export type ServerMessage = z.infer<typeof serverMessage>
