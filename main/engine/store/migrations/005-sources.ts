import type { Migration } from './migration.ts'

/** Sources of bars that a user has named, in the user's order; `definition` is JSON, without any secret. */
export const sources: Migration = {
  version: 5,
  sql: `
    CREATE TABLE sources (
      name TEXT PRIMARY KEY,
      place INTEGER NOT NULL,
      definition TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
}
