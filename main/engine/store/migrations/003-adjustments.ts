import type { Migration } from './migration.ts'

/**
 * Factors for splits and dividends.
 *
 * adjustments: every version of a symbol's factors, with the file they come from. Symbols are named, not
 *   referred to: factors may come before the first bar.
 * adjustment_factors: the rows of a version; `day` is the last session they hold for, in days since 1970.
 */
export const adjustments: Migration = {
  version: 3,
  sql: `
    CREATE TABLE adjustments (
      id INTEGER PRIMARY KEY,
      symbol TEXT NOT NULL,
      version INTEGER NOT NULL,
      known_at REAL NOT NULL,
      feed TEXT NOT NULL,
      file TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      UNIQUE (symbol, version)
    ) STRICT;

    CREATE TABLE adjustment_factors (
      adjustment INTEGER NOT NULL REFERENCES adjustments,
      day INTEGER NOT NULL,
      price REAL NOT NULL,
      split REAL NOT NULL,
      reference_price REAL NOT NULL,
      PRIMARY KEY (adjustment, day)
    ) STRICT, WITHOUT ROWID;
  `,
}
