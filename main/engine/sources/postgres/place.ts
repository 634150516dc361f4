import type { ClientConfig } from 'pg'

/** Where a table of bars is, without what lets one in. */
export interface DatabasePlace {
  readonly database: string
  /** A name, an address, or the folder of a socket. */
  readonly host: string
  readonly port: number
  /** Undefined for the user of the system. */
  readonly user?: string | undefined
  readonly table: string
  /** Whether the connection is encrypted and the server's certificate checked. */
  readonly tls: 'verify' | 'off'
}

const ownMachine = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\/.*)$/

/** Whether a host is this machine, by its name, its address or the folder of a socket. */
export function isOwnMachine(host: string): boolean {
  return ownMachine.test(host)
}

/** The place with its encryption: nothing leaves this machine in the open unless a user says so. */
export function placeOf(
  told: Omit<DatabasePlace, 'tls'> & { readonly tls?: DatabasePlace['tls'] | undefined },
): DatabasePlace {
  const { database, host, port, user, table } = told
  return { database, host, port, user, table, tls: told.tls ?? (isOwnMachine(host) ? 'off' : 'verify') }
}

/** The server that a password is for, and the user whose it is. */
export function passwordServer({ user, host, port }: Pick<DatabasePlace, 'user' | 'host' | 'port'>): string {
  return `postgresql://${user === undefined ? '' : `${user}@`}${host}:${port}`
}

/** How a connection to it is made. */
export function clientConfig(place: DatabasePlace, password: string | undefined): ClientConfig {
  const { database, host, port, user, tls } = place
  return {
    database,
    host,
    port,
    ssl: tls === 'verify',
    application_name: 'tapedeck',
    ...(user !== undefined && { user }),
    // A function even where there is none: else the client takes PGPASSWORD, whatever server it was meant for.
    password: passwordFrom(password),
  }
}

/** `pg` waits for what the function answers; its types do not know that there may be no password. */
function passwordFrom(password: string | undefined): () => string {
  return () => password as string
}

/** The server as messages call it. */
export function serverName({ host, port }: DatabasePlace): string {
  return host.startsWith('/') ? host : `${host}:${port}`
}
