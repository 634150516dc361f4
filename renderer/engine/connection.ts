import type { EngineState } from '#shared/protocol/desktop-contract.ts'

/** How the window stands with the engine. */
export type Connection =
  /** No engine was there yet. */
  | { readonly phase: 'starting' }
  /** A port is open and what was open before is being put back. */
  | { readonly phase: 'resuming'; readonly first: boolean }
  | { readonly phase: 'connected' }
  /** The engine ended; its supervisor starts it again. */
  | { readonly phase: 'restarting'; readonly attempt: number; readonly cause: string | undefined }
  /** It is not started again by itself. */
  | { readonly phase: 'failed'; readonly cause: string }

export type ConnectionEvent =
  | { readonly type: 'port-opened' }
  | { readonly type: 'port-closed' }
  | { readonly type: 'resumed' }
  | { readonly type: 'restart-asked' }
  | { readonly type: 'supervisor'; readonly state: EngineState }

export const beginning: Connection = { phase: 'starting' }

/**
 * The next state of the connection. The supervisor's news and the ports come over different pipes, so they
 * arrive in any order: an open port outranks the news that an engine starts, never the news that it ended.
 */
export function nextConnection(now: Connection, event: ConnectionEvent): Connection {
  switch (event.type) {
    case 'port-opened':
      return { phase: 'resuming', first: now.phase === 'starting' || (now.phase === 'resuming' && now.first) }
    case 'resumed':
      return now.phase === 'resuming' ? { phase: 'connected' } : now
    case 'port-closed':
      return isOpen(now) ? { phase: 'restarting', attempt: 1, cause: undefined } : now
    case 'restart-asked':
      return now.phase === 'failed' ? { phase: 'restarting', attempt: 1, cause: undefined } : now
    case 'supervisor':
      return afterNews(now, event.state)
  }
}

function afterNews(now: Connection, news: EngineState): Connection {
  switch (news.state) {
    case 'backing-off':
      return { phase: 'restarting', attempt: news.attempt, cause: news.cause }
    case 'failed':
      return { phase: 'failed', cause: news.cause }
    case 'starting':
      return now.phase === 'failed' ? { phase: 'restarting', attempt: 1, cause: undefined } : now
    case 'ready':
      return now
  }
}

/** Whether calls can reach an engine. */
export function isOpen(connection: Connection): boolean {
  return connection.phase === 'connected' || connection.phase === 'resuming'
}
