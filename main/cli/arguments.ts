import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Interval, parseInterval } from '#shared/bars/interval.ts'
import { parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { nearest } from '#shared/text/nearest.ts'
import { type EpochMs, parseUtc } from '#shared/time/epoch.ts'
import { parseSymbol } from '../engine/import/symbol.ts'
import { type Command, usageOf } from './command.ts'

interface OptionToken {
  readonly name: string
  /** The option as it was written, dashes included. */
  readonly rawName: string
  readonly value: string | undefined
  /** Whether the value was written with an equals sign. */
  readonly inlineValue: boolean | undefined
}

/**
 * The arguments of one call, checked against what the command takes. Every question about one throws a Failure
 * of code 'usage' when it is missing or cannot be read.
 */
export class Arguments {
  readonly #command: Command
  readonly #folder: string
  readonly #values: ReadonlyMap<string, readonly (string | true)[]>
  readonly #operands: readonly string[]

  /** Reads `argv`, what follows the command's name; `folder` is what paths are relative to. */
  constructor(command: Command, argv: readonly string[], folder: string) {
    this.#command = command
    this.#folder = folder
    const values = new Map<string, (string | true)[]>()
    const operands: string[] = []
    const { tokens } = parseArgs({
      args: [...argv],
      options: Object.fromEntries(
        Object.entries(command.options).map(([name, { value }]) => [
          name,
          { type: value === undefined ? ('boolean' as const) : ('string' as const) },
        ]),
      ),
      strict: false,
      tokens: true,
    })
    for (const token of tokens) {
      if (token.kind === 'positional') operands.push(token.value)
      if (token.kind !== 'option') continue
      const given = values.get(token.name) ?? []
      if (given.length > 0 && !command.options[token.name]?.repeated)
        throw this.wrong(`${token.rawName} is given twice`)
      values.set(token.name, [...given, this.#valueOf(token)])
    }
    const [extra] = operands.slice(command.operands.length)
    if (extra !== undefined && !command.operands.at(-1)?.endsWith('…'))
      throw this.wrong(`"${extra}" is not expected`)
    this.#values = values
    this.#operands = operands
  }

  #valueOf(token: OptionToken): string | true {
    const option = Object.hasOwn(this.#command.options, token.name)
      ? this.#command.options[token.name]
      : undefined
    const long = token.rawName.startsWith('--')
    if (!option || !long) throw this.#unknown(token.rawName)
    if (option.value === undefined) {
      if (token.value !== undefined) throw this.wrong(`${token.rawName} takes no value`)
      return true
    }
    const swallowsOption = token.inlineValue === false && token.value?.startsWith('-')
    if (!token.value || swallowsOption) throw this.wrong(`${token.rawName} needs a value, ${option.value}`)
    return token.value
  }

  #unknown(rawName: string): Failure {
    const names = Object.keys(this.#command.options).map((name) => `--${name}`)
    const [closest] = nearest(rawName, names, 1)
    const hint = closest ? `; did you mean ${closest}?` : `; it takes ${names.join(' ')}`
    return new Failure('usage', `tapedeck ${this.#command.name}: unknown option ${rawName}${hint}`)
  }

  /** A failure about wrong usage, with the usage line. */
  wrong(cause: string): Failure {
    return new Failure('usage', `tapedeck ${this.#command.name}: ${cause}; ${usageOf(this.#command)}`)
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  text(name: string): string | undefined {
    return this.texts(name)[0]
  }

  /** All values of an option that may be given more than once. */
  texts(name: string): readonly string[] {
    return (this.#values.get(name) ?? []).filter((value) => value !== true)
  }

  requiredText(name: string): string {
    return this.#required(name, this.text(name))
  }

  /** The operand of that name. */
  operand(name: string): string {
    const value = this.#operands[this.#command.operands.indexOf(name)]
    if (value === undefined) throw this.wrong(`${name} is missing`)
    return value
  }

  /** The operand of that name, where it is there. */
  optionalOperand(name: string): string | undefined {
    return this.#operands[this.#command.operands.indexOf(name)]
  }

  path(name: string): string | undefined {
    const text = this.text(name)
    return text === undefined ? undefined : resolve(this.#folder, text)
  }

  requiredPath(name: string): string {
    return this.#required(name, this.path(name))
  }

  /** Paths of a last operand that takes all that follow. */
  operandPaths(name: string): readonly string[] {
    const from = this.#command.operands.indexOf(name)
    return this.#operands.slice(from).map((operand) => resolve(this.#folder, operand))
  }

  operandPath(name: string): string {
    return resolve(this.#folder, this.operand(name))
  }

  /** One of `choices`, or `usual` when the option is not given. */
  choice<T extends string>(name: string, choices: readonly T[], usual: T): T {
    return this.optionalChoice(name, choices) ?? usual
  }

  optionalChoice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const choice = choices.find((candidate) => candidate === text)
    if (choice === undefined) throw this.wrong(`--${name} is one of ${choices.join(', ')}, not "${text}"`)
    return choice
  }

  date(name: string): SessionDate | undefined {
    return this.parsed(name, parseSessionDate, 'a date YYYY-MM-DD')
  }

  /** `--from` and `--to`, both included; either may be left out. */
  dateRange(): { readonly from: SessionDate | undefined; readonly to: SessionDate | undefined } {
    const from = this.date('from')
    const to = this.date('to')
    if (from && to && from > to) throw this.wrong(`--from ${from} lies after --to ${to}`)
    return { from, to }
  }

  instant(name: string): EpochMs | undefined {
    return this.parsed(name, parseUtc, 'a time YYYY-MM-DDTHH:MM:SSZ')
  }

  interval(name: string): Interval | undefined {
    return this.parsed(name, parseInterval, 'an interval such as 1m, 5m, 15m, 1h, 1d or 1w')
  }

  requiredInterval(name: string): Interval {
    return this.#required(name, this.interval(name))
  }

  symbol(name: string): string | undefined {
    return this.parsed(name, parseSymbol, 'a symbol')
  }

  requiredSymbol(name: string): string {
    return this.#required(name, this.symbol(name))
  }

  wholeNumber(name: string, least: number, most: number): number | undefined {
    return this.parsed(
      name,
      (text) => {
        const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
        return value >= least && value <= most ? value : undefined
      },
      `a whole number from ${least} to ${most}`,
    )
  }

  /** Reads a value with `parse`, which answers undefined for what it cannot read; `kind` says what it can. */
  parsed<T>(name: string, parse: (text: string) => T | undefined, kind: string): T | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const value = parse(text)
    if (value === undefined) throw this.wrong(`--${name} is ${kind}, not "${text}"`)
    return value
  }

  #required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw this.wrong(`--${name} is missing`)
    return value
  }
}
