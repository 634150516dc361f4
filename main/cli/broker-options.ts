import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type BrokerSettings, type Commission, usualBroker } from '#shared/backtest/broker-settings.ts'
import {
  type Parsed,
  parseCommission,
  parseCommissionTable,
  parseSlippage,
  parseSpread,
} from '#shared/backtest/cost-spec.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Arguments } from './arguments.ts'
import type { Option } from './command.ts'

/** Options that say what the broker of a backtest is like. */
export const brokerOptions: Readonly<Record<string, Option>> = {
  cash: { value: 'N', help: `money at the start, ${usualBroker.cash} unless told` },
  commission: {
    value: 'SPEC',
    help: 'per-share:0.005, per-share:0.005,least:1, per-trade:1, percent:0.2, table:FILE or none (unless told)',
  },
  slippage: { value: 'SPEC', help: 'ticks:1, percent:0.01 or none (unless told)' },
  spread: { value: 'SPEC', help: 'the whole spread: ticks:1, percent:0.01 or none (unless told)' },
  'volume-share': {
    value: 'N',
    help: 'percent of a bar’s volume that orders get at most; no limit unless told',
  },
}

/** What the options say of the broker. Throws a Failure that names what is wrong. */
export function brokerOf(args: Arguments, folder: string): BrokerSettings {
  const cash = args.parsed('cash', positive, 'money above 0')
  const volumeShare = args.parsed('volume-share', positive, 'percent above 0')
  return {
    ...usualBroker,
    ...(cash !== undefined && { cash }),
    commission: commissionOf(args, folder),
    slippage: spec(args, 'slippage', parseSlippage) ?? usualBroker.slippage,
    spread: spec(args, 'spread', parseSpread) ?? usualBroker.spread,
    volumeShare,
  }
}

function commissionOf(args: Arguments, folder: string): Commission {
  const commission = spec(args, 'commission', parseCommission) ?? usualBroker.commission
  if (commission.kind !== 'table-file') return commission
  const path = resolve(folder, commission.file)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure('bad-file', `${path}: could not be read (${(error as Error).message})`)
  }
  return orFail(parseCommissionTable(text, path), (problem) => new Failure('bad-file', problem))
}

function spec<T>(args: Arguments, name: string, parse: (text: string) => Parsed<T>): T | undefined {
  const text = args.text(name)
  return text === undefined
    ? undefined
    : orFail(parse(text), (problem) => args.wrong(`--${name}: ${problem}`))
}

function orFail<T>(parsed: Parsed<T>, failure: (problem: string) => Failure): T {
  if ('problem' in parsed) throw failure(parsed.problem)
  return parsed.value
}

function positive(text: string): number | undefined {
  const value = /^\d{1,12}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN
  return value > 0 ? value : undefined
}
