import type { Migration } from './migration.ts'

/** Lists of symbols that a user keeps, in the user's order. */
export const watchlists: Migration = {
  version: 2,
  sql: `
    CREATE TABLE watchlists (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      place INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE watchlist_symbols (
      watchlist INTEGER NOT NULL REFERENCES watchlists ON DELETE CASCADE,
      place INTEGER NOT NULL,
      symbol TEXT NOT NULL,
      PRIMARY KEY (watchlist, place)
    ) STRICT, WITHOUT ROWID;
  `,
}
