/** Where the newest PostgreSQL of Debian's packages lies; undefined where there is none. */
export declare function postgresPrograms(): string | undefined
/** A server of its own that is reached through a socket in a folder, so that it collides with no other. */
export interface PostgresServer {
  readonly host: string
  readonly user: string
  readonly password: string
  stop(): Promise<void>
}
/** Makes a database cluster that asks for a password, and starts it. */
export declare function startPostgres(programs: string): Promise<PostgresServer>
