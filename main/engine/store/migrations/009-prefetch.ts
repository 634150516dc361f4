import type { Migration } from './migration.ts'

/**
 * What is made ready ahead of a session. Times are epoch ms; `day` is a session date in days since 1970.
 *
 * plans: each by its name; `definition` is JSON. `looked_at` is until when its runs have been seen to.
 * runs: what came of each time a plan had, kept when the plan is gone. No time of a plan comes twice. A run that goes
 *   on is a lease: nobody else runs the plan while `beat_at` moves on and the process is there.
 * run_errors: what went wrong in a run, by symbol, in order.
 * used_symbols: how symbols are used. `score` is what their uses were worth at `last_used_at`.
 */
export const prefetch: Migration = {
  version: 9,
  sql: `
    CREATE TABLE plans (
      name TEXT PRIMARY KEY,
      definition TEXT NOT NULL,
      looked_at REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      plan TEXT NOT NULL,
      exchange TEXT NOT NULL,
      day INTEGER NOT NULL,
      trigger TEXT NOT NULL,
      due REAL NOT NULL,
      started_at REAL NOT NULL,
      ended_at REAL,
      outcome TEXT NOT NULL,
      reason TEXT,
      symbols INTEGER NOT NULL DEFAULT 0,
      ready INTEGER NOT NULL DEFAULT 0,
      of_all INTEGER NOT NULL DEFAULT 0,
      requests INTEGER NOT NULL DEFAULT 0,
      bars INTEGER NOT NULL DEFAULT 0,
      bytes INTEGER NOT NULL DEFAULT 0,
      gaps INTEGER NOT NULL DEFAULT 0,
      filled INTEGER NOT NULL DEFAULT 0,
      owner TEXT,
      pid INTEGER,
      beat_at REAL,
      UNIQUE (plan, due)
    ) STRICT;
    CREATE INDEX runs_by_session ON runs (plan, day);
    CREATE UNIQUE INDEX running_plans ON runs (plan) WHERE outcome = 'running';

    CREATE TABLE run_errors (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      place INTEGER NOT NULL,
      symbol TEXT NOT NULL,
      cause TEXT NOT NULL,
      PRIMARY KEY (run, place)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE used_symbols (
      symbol TEXT PRIMARY KEY,
      score REAL NOT NULL,
      uses INTEGER NOT NULL,
      last_used_at REAL,
      last_use TEXT,
      mark TEXT
    ) STRICT, WITHOUT ROWID;
  `,
}
