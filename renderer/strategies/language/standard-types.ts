const files = import.meta.glob<string>(
  [
    '../../../node_modules/typescript-6/lib/lib.es5.d.ts',
    '../../../node_modules/typescript-6/lib/lib.es201[5-9]*.d.ts',
    '../../../node_modules/typescript-6/lib/lib.es202[0-2]*.d.ts',
    '../../../node_modules/typescript-6/lib/lib.decorators*.d.ts',
    '!**/*.full.d.ts',
  ],
  { query: '?raw', import: 'default', eager: true },
)

/** What the language itself has, up to ES2022, by name of the file: no window, no network, no files. */
export const standardTypes: ReadonlyMap<string, string> = new Map(
  Object.entries(files).map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text]),
)

/** What a strategy has beside the language and 'tapedeck'. */
export const globalTypes = `/** Writes to the log of the run. */
declare const console: {
  log(...values: readonly unknown[]): void
  info(...values: readonly unknown[]): void
  warn(...values: readonly unknown[]): void
  error(...values: readonly unknown[]): void
  debug(...values: readonly unknown[]): void
}
`
