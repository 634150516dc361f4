import type { Migration } from './migration.ts'

/**
 * Bars and their past.
 *
 * series: what one feed says of one symbol, in one interval, as trades or as quotes.
 * sessions: what a block of bars holds, narrow so that questions of quality never touch the bars. A block is a
 *   session; of bars that last days or weeks it is a calendar year, for one row a bar would take ten times the
 *   bytes of the bar. `day` is the block's session date, or its year's first of January, in days since 1970.
 * blocks: the bars themselves.
 * revisions: every version of a bar that has more than one; `day` is the bar's own session date, `bar` its
 *   values as raw doubles, which SQLite would not keep as they are (it makes a null of NaN).
 */
export const bars: Migration = {
  version: 1,
  sql: `
    CREATE TABLE symbols (
      id INTEGER PRIMARY KEY,
      symbol TEXT NOT NULL UNIQUE,
      exchange TEXT NOT NULL
    ) STRICT;

    CREATE TABLE feeds (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      synthetic INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE imports (
      id INTEGER PRIMARY KEY,
      feed INTEGER NOT NULL REFERENCES feeds,
      file TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      at REAL NOT NULL,
      added INTEGER NOT NULL,
      revised INTEGER NOT NULL,
      unchanged INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE series (
      id INTEGER PRIMARY KEY,
      symbol INTEGER NOT NULL REFERENCES symbols,
      kind TEXT NOT NULL,
      interval TEXT NOT NULL,
      feed INTEGER NOT NULL REFERENCES feeds,
      UNIQUE (symbol, kind, interval, feed)
    ) STRICT;

    CREATE TABLE blocks (
      id INTEGER PRIMARY KEY,
      bars BLOB NOT NULL
    ) STRICT;

    CREATE TABLE sessions (
      series INTEGER NOT NULL REFERENCES series,
      day INTEGER NOT NULL,
      bars INTEGER NOT NULL,
      regular_bars INTEGER NOT NULL,
      first_start REAL NOT NULL,
      last_start REAL NOT NULL,
      volume REAL,
      block INTEGER NOT NULL REFERENCES blocks,
      checksum INTEGER NOT NULL,
      PRIMARY KEY (series, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE revisions (
      series INTEGER NOT NULL REFERENCES series,
      day INTEGER NOT NULL,
      start REAL NOT NULL,
      version INTEGER NOT NULL,
      known_at REAL NOT NULL,
      state INTEGER NOT NULL,
      bar BLOB NOT NULL,
      import INTEGER REFERENCES imports,
      PRIMARY KEY (series, day, start, version)
    ) STRICT, WITHOUT ROWID;
  `,
}
