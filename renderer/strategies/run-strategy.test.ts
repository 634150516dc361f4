import { beforeEach, expect, test } from 'vitest'
import { useStrategies } from '../stores/strategies.ts'
import { openedDocument } from './documents.ts'
import { forgetRunFault, noteRunFault, withoutPlace } from './run-strategy.ts'

const file = '/ideas/endless.ts'

beforeEach(() => {
  const saved = openedDocument(file, false, { text: 'saved since', hash: 'h' }, undefined)
  useStrategies.setState({ documents: new Map([[file, saved]]), runFaults: new Map() })
})

test('a fault of a run belongs to the text that was run, not to one that was saved meanwhile', () => {
  const fault = { message: `${file}: no sign of life`, file }
  noteRunFault(fault, 'what ran')
  expect(useStrategies.getState().runFaults.get(file)).toMatchObject({
    text: 'what ran',
    message: 'no sign of life',
  })
  noteRunFault(fault, undefined)
  expect(useStrategies.getState().runFaults.get(file)?.text).toBe('saved since')
})

test('a run that came to its end takes away what one before failed of', () => {
  noteRunFault({ message: 'threw', file }, 'what ran')
  forgetRunFault({ kind: 'built-in', name: file })
  expect(useStrategies.getState().runFaults.size).toBe(1)
  forgetRunFault({ kind: 'file', file })
  expect(useStrategies.getState().runFaults.size).toBe(0)
})

test('what a run failed of is told without the file and the place, which stand beside it', () => {
  expect(withoutPlace({ message: `${file}:6:21: onBar of SPY: no`, file, line: 6, column: 21 })).toBe(
    'onBar of SPY: no',
  )
  expect(withoutPlace({ message: `${file}: took too much memory`, file })).toBe('took too much memory')
  expect(withoutPlace({ message: 'The engine ended during the run.' })).toBe(
    'The engine ended during the run.',
  )
})
