import type { Migration } from './migration.ts'

/**
 * What is known of missing minutes. Symbols are named, not referred to: evidence may come before the first bar.
 * Times are epoch ms, windows [from_time, to_time). Rows are added and never changed.
 *
 * requests: which source was asked for which window, when, by which try, and what came back; `reached` is where
 *   an answer that was cut off ends.
 * halts: when trading in a symbol was halted, and who says so.
 * marks: what a person said; the last word counts, and 'none' takes it back.
 * ledger_changes: how often the minutes or the evidence of a symbol changed, so that what was counted is known to
 *   hold still.
 * grades: what the sessions of a symbol's calendar year were counted to be, packed, and from what, by a stamp a
 *   session; they can be counted anew. The stamps stand last because they are seldom read.
 */
export const ledger: Migration = {
  version: 4,
  sql: `
    CREATE TABLE requests (
      id INTEGER PRIMARY KEY,
      symbol TEXT NOT NULL,
      source TEXT NOT NULL,
      from_time REAL NOT NULL,
      to_time REAL NOT NULL,
      asked_at REAL NOT NULL,
      try INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      bars INTEGER NOT NULL,
      reached REAL,
      detail TEXT
    ) STRICT;
    CREATE INDEX requests_by_symbol ON requests (symbol, from_time);

    CREATE TABLE halts (
      id INTEGER PRIMARY KEY,
      symbol TEXT NOT NULL,
      from_time REAL NOT NULL,
      to_time REAL NOT NULL,
      code TEXT NOT NULL,
      source TEXT NOT NULL,
      known_at REAL NOT NULL,
      UNIQUE (symbol, from_time, to_time, code, source)
    ) STRICT;

    CREATE TABLE marks (
      id INTEGER PRIMARY KEY,
      symbol TEXT NOT NULL,
      from_time REAL NOT NULL,
      to_time REAL NOT NULL,
      class TEXT NOT NULL,
      reason TEXT NOT NULL,
      at REAL NOT NULL
    ) STRICT;
    CREATE INDEX marks_by_symbol ON marks (symbol, from_time);

    CREATE TABLE ledger_changes (
      symbol TEXT PRIMARY KEY,
      changes INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE grades (
      symbol TEXT NOT NULL,
      year INTEGER NOT NULL,
      calendar TEXT NOT NULL,
      changes INTEGER NOT NULL,
      counts BLOB NOT NULL,
      stamps BLOB NOT NULL,
      PRIMARY KEY (symbol, year)
    ) STRICT, WITHOUT ROWID;
  `,
}
