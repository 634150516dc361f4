import type { Migration } from './migration.ts'

/**
 * Synthetic bars that a person asked for in minutes [from_time, to_time) without a bar: flat at one price, volume 0.
 * They lie beside the bars, never among them, so that nothing that reads bars can take one for data. Rows are added
 * and never changed: the last word on a minute counts, and one without a price takes it back.
 *
 * A request asks for bars of an interval; those before this version asked for minutes.
 */
export const standIns: Migration = {
  version: 8,
  sql: `
    CREATE TABLE stand_ins (
      id INTEGER PRIMARY KEY,
      symbol TEXT NOT NULL,
      from_time REAL NOT NULL,
      to_time REAL NOT NULL,
      price REAL,
      request TEXT NOT NULL,
      asked_by TEXT NOT NULL,
      at REAL NOT NULL
    ) STRICT;
    CREATE INDEX stand_ins_by_symbol ON stand_ins (symbol, from_time);

    ALTER TABLE requests ADD COLUMN interval TEXT NOT NULL DEFAULT '1m';
  `,
}
