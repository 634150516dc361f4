/** One step of the schema: it brings a store of the version before to `version`. It is never changed later. */
export interface Migration {
  readonly version: number
  readonly sql: string
}
