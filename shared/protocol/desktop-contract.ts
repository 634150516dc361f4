import { z } from 'zod'
import { call } from './contract.ts'
import { enteredKeysShape, keyPlaceShape } from './keys-contract.ts'

const nothing = z.void().optional()
const path = z.string().min(1).max(4096)
/** A dialog waits for a person. */
const personMs = 60 * 60_000
/** A person may have to unlock the keychain first. */
const unlockMs = 60_000
const chosen = z.object({ path: path.optional() })

const engineState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('ready') }),
  z.object({ state: z.literal('backing-off'), attempt: z.int(), retryInMs: z.number(), cause: z.string() }),
  z.object({ state: z.literal('failed'), cause: z.string() }),
])
/** How the engine's process is, as its supervisor sees it. */
export type EngineState = z.infer<typeof engineState>

const planOf = z.object({ plan: z.string().min(1).max(80), store: path })

const schedulerEntry = z.object({
  /** What it is called on this system. */
  scheduler: z.string(),
  /** Exactly what is written, and what is run then. */
  files: z.array(z.object({ path, text: z.string() })),
  commands: z.array(z.string()),
  installed: z.boolean(),
})
/** What has the scheduler of the system run a plan while the program is not open. */
export type ShownEntry = z.infer<typeof schedulerEntry>

/** Schedulers are given half a minute a command. */
const schedulerMs = 120_000

const recentStore = z.object({ path, openedAt: z.number(), exists: z.boolean() })
export type RecentStore = z.infer<typeof recentStore>

/** Everything the window may ask of Electron's main process: dialogs, recent stores, the engine's health. Never bars. */
export const desktopContract = {
  calls: {
    'app.info': call(
      nothing,
      z.object({
        version: z.string(),
        electron: z.string(),
        platform: z.string(),
        /** The store named on the command line of the program. */
        store: path.optional(),
      }),
    ),
    'dialog.importFolder': call(nothing, chosen, personMs),
    'dialog.importFile': call(nothing, chosen, personMs),
    'dialog.sourceFolder': call(nothing, chosen, personMs),
    'dialog.exportFolder': call(nothing, chosen, personMs),
    'dialog.openRunFile': call(nothing, chosen, personMs),
    'dialog.openStore': call(nothing, chosen, personMs),
    'dialog.newStore': call(z.object({ suggestedName: z.string().max(100) }), chosen, personMs),
    'dialog.openSessionFile': call(nothing, chosen, personMs),
    'dialog.openStrategy': call(nothing, chosen, personMs),
    'dialog.saveSessionFile': call(z.object({ suggestedName: z.string().max(100) }), chosen, personMs),
    'recents.list': call(nothing, z.array(recentStore)),
    'recents.add': call(z.object({ path }), z.array(recentStore)),
    'recents.remove': call(z.object({ path }), z.array(recentStore)),
    /** Why keys are held no longer than the program runs; nothing where the system's keychain keeps them. */
    'keys.keeping': call(nothing, z.object({ problem: z.string().optional() }), unlockMs),
    /** Holds keys of a source. They go to the engine when it needs them, and never come back to the window. */
    'keys.set': call(z.object({ place: keyPlaceShape, keys: enteredKeysShape }), z.null(), unlockMs),
    'keys.forget': call(keyPlaceShape, z.null(), unlockMs),
    /** The entry for a plan of a store, to be read before it is installed; refused with 'usage' where none is known. */
    'overnight.entry': call(planOf, schedulerEntry),
    'overnight.install': call(planOf, schedulerEntry, schedulerMs),
    'overnight.uninstall': call(planOf, schedulerEntry, schedulerMs),
    'engine.state': call(nothing, engineState),
    /** Starts an engine that has failed for good once more. */
    'engine.restart': call(nothing, z.null()),
  },
  signals: {},
  events: {
    'engine.state': engineState,
    /** The user asked for a store outside the window: by a second start that names one, or by the menu, to choose one. */
    'store.requested': chosen,
  },
} as const
export type DesktopContract = typeof desktopContract

/** How the preload names the ports that it hands to the window with window.postMessage. */
export const portMessage = z.object({ type: z.literal('tapedeck-port'), to: z.enum(['engine', 'desktop']) })
