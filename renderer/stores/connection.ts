import { create } from 'zustand'
import { beginning, type Connection, type ConnectionEvent, nextConnection } from '../engine/connection.ts'

export const useConnection = create<{ readonly connection: Connection }>(() => ({ connection: beginning }))

export function advanceConnection(event: ConnectionEvent): void {
  useConnection.setState(({ connection }) => ({ connection: nextConnection(connection, event) }))
}
