import type { Migration } from './migration.ts'

/**
 * Who was asked, and for how much of the window an answer holds. `identity` says what the source was, whatever it is
 * called: see `sourceIdentity`; requests before this have none and count by the source's name. `since` is where an
 * answer whose beginning was cut off begins to hold.
 */
export const sourceIdentity: Migration = {
  version: 7,
  sql: `
    ALTER TABLE requests ADD COLUMN identity TEXT;
    ALTER TABLE requests ADD COLUMN since REAL;
  `,
}
