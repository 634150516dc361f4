import { z } from 'zod'
import { call } from './contract.ts'

/** What a source needs to be let in and nobody else may see. Named as the vendors name the variables of their tools. */
export const secretNames = [
  'APCA_API_KEY_ID',
  'APCA_API_SECRET_KEY',
  'MASSIVE_API_KEY',
  'PGPASSWORD',
] as const
export type SecretName = (typeof secretNames)[number]

const secret = z.enum(secretNames)

/**
 * Whose key it is: that of the source with this name, for this server alone. A store from elsewhere that names a
 * server of its own gets nobody's key with it.
 */
export const keyPlaceShape = z.object({
  source: z.string().min(1).max(40),
  server: z.string().min(1).max(4096),
})
export type KeyPlace = z.infer<typeof keyPlaceShape>

/** Keys as they are entered, by their name. */
export const enteredKeysShape = z.partialRecord(secret, z.string().min(1).max(1000))
export type EnteredKeys = z.infer<typeof enteredKeysShape>

const heldKey = z.object({
  secret,
  /** In the keychain of the system, or until the program ends. */
  until: z.enum(['forgotten', 'program-ends']),
})
export type HeldKey = z.infer<typeof heldKey>

/** What the engine may ask of Electron's main process, which holds the keys of sources. */
export const keysContract = {
  calls: {
    /** A person may have to unlock the keychain first. */
    'keys.read': call(keyPlaceShape.extend({ secret }), z.object({ key: z.string().optional() }), 60_000),
    /** Which keys there are, never what they are. */
    'keys.held': call(keyPlaceShape, z.array(heldKey), 60_000),
  },
  signals: {},
  events: {
    /** A key of this source was entered or forgotten. */
    'keys.changed': z.object({ source: z.string() }),
  },
} as const
export type KeysContract = typeof keysContract
