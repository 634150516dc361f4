import { parseSymbol } from '../symbol.ts'

const factorFile = /[\\/]equity[\\/][^\\/]+[\\/]factor_files[\\/]([^\\/]+)\.csv$/i

/** The symbol of a LEAN factor file, by its place `…/equity/usa/factor_files/spy.csv`; undefined when it is none. */
export function factorSymbolOfPath(path: string): string | undefined {
  const name = factorFile.exec(path)?.[1]
  return name === undefined ? undefined : parseSymbol(name)
}
