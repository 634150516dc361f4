/**
 * How a page gets its ports. The page listens to `message` on its window and then posts `readyMessage` to it with
 * its own origin. The preload passes that on to main, and main answers with one port to the desktop at once and
 * one to the engine as soon as the engine is ready, each in a `message` of its own whose data is a `portMessage`.
 * Every further engine port follows a restart of the engine and replaces the one before.
 */
export const readyMessage = 'tapedeck-ready'

/** Names of the two messages between the preload and main. */
export const ipcNames = { ready: 'tapedeck:ready', port: 'tapedeck:port' } as const
