import { z } from 'zod'
import { call } from './contract.ts'
import { intervalShape, pathShape, symbolShape } from './shapes.ts'

const long = 60_000

const importOptions = z.object({
  path: pathShape,
  format: z.enum(['auto', 'lean', 'csv', 'parquet', 'alpaca']).default('auto'),
  feed: z.string().min(1).max(40).optional(),
  symbol: symbolShape.optional(),
  exchange: z.string().optional(),
  interval: intervalShape.optional(),
  zone: z.string().optional(),
  stamp: z.enum(['start', 'end']).optional(),
  strict: z.boolean().default(false),
})
export type ImportOptions = z.infer<typeof importOptions>

const importReport = z.object({
  files: z.int(),
  symbols: z.int(),
  sessions: z.int(),
  bars: z.int(),
  /** At most the first thousand rejected rows; `rejectedRows` counts all. */
  /** `line` counts lines of a text, rows of Parquet with their header, bars of Alpaca's JSON. */
  rejected: z.array(z.object({ file: z.string(), line: z.int(), reason: z.string() })),
  rejectedRows: z.int(),
  skipped: z.array(z.object({ file: z.string(), reason: z.string() })),
  /** Things that look wrong but were stored, e.g. times that seem to be of another zone. */
  warnings: z.array(z.string()),
})
export type ImportReport = z.infer<typeof importReport>

const importPreview = z.object({
  format: z.enum(['lean', 'csv', 'parquet', 'alpaca']),
  files: z.int(),
  bytes: z.int(),
  symbols: z.array(symbolShape),
  /** How the first CSV file was understood, one line a fact, e.g. "separator: comma". */
  findings: z.array(z.string()),
  /** The first lines of the first file. */
  sample: z.array(z.string()),
  skipped: z.array(z.object({ file: z.string(), reason: z.string() })),
})
export type ImportPreview = z.infer<typeof importPreview>

const job = z.object({ job: z.int() })

/** What a window may ask about imports. */
export const importCalls = {
  'import.preview': call(importOptions, importPreview, long),
  'import.start': call(importOptions, job),
  'import.cancel': call(job, z.null()),
} as const

/** What the engine tells about imports. */
export const importEvents = {
  'import.progress': z.object({
    job: z.int(),
    file: z.string(),
    filesDone: z.int(),
    files: z.int(),
    bytesDone: z.number(),
    bytes: z.number(),
    bars: z.int(),
  }),
  'import.done': z.object({ job: z.int(), report: importReport }),
  'import.failed': z.object({ job: z.int(), code: z.string(), message: z.string() }),
} as const
