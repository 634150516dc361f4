import type { Migration } from './migration.ts'

/**
 * Where filled bars come from. A request has the name that the source was given for it and when its answer came;
 * a version of a bar that came of a request names it, so that nothing of the past is said twice.
 */
export const fills: Migration = {
  version: 6,
  sql: `
    ALTER TABLE requests ADD COLUMN name TEXT;
    ALTER TABLE requests ADD COLUMN answered_at REAL;
    ALTER TABLE revisions ADD COLUMN request INTEGER REFERENCES requests;
  `,
}
