import { Failure, type FailureCode } from '#shared/protocol/failure.ts'
import { placeText, type StrategyPlace } from '../run/strategy-error.ts'

/** A place in the text of a strategy, both counted from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/**
 * What ended a strategy: it cannot be read, its definition is refused, the run with it is refused, it threw, it gave
 * no sign of life, it took too much memory, it was stopped from outside, or its thread ended for another cause.
 */
export type StrategyFaultKind =
  | 'unreadable'
  | 'definition'
  | 'refused'
  | 'threw'
  | 'silent'
  | 'memory'
  | 'stopped'
  | 'internal'

/** A fault as plain data, which crosses threads. */
export interface StrategyFault {
  readonly kind: StrategyFaultKind
  /** Cause and what to do, without the place. */
  readonly cause: string
  readonly file: string
  readonly place?: TextPlace | undefined
  /** Where in the run. */
  readonly at?: StrategyPlace | undefined
}

const codes: Readonly<Record<StrategyFaultKind, FailureCode>> = {
  unreadable: 'bad-file',
  definition: 'bad-file',
  refused: 'usage',
  threw: 'strategy-failed',
  silent: 'timeout',
  memory: 'strategy-failed',
  stopped: 'cancelled',
  internal: 'internal',
}

/** One line: file, line and column, bar and symbol where they are known, cause and what to do. */
export class StrategyFailure extends Failure {
  readonly fault: StrategyFault

  constructor(fault: StrategyFault) {
    super(codes[fault.kind], faultText(fault))
    this.name = 'StrategyFailure'
    this.fault = fault
  }
}

function faultText({ file, place, at, cause }: StrategyFault): string {
  const where = place ? `${file}:${place.line}:${place.column}` : file
  return `${where}:${at ? ` ${placeText(at)}:` : ''} ${cause}`
}
