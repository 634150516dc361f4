import { expect, test } from 'vitest'
import { indicatorNames, indicators } from '#shared/session-file/indicators.ts'
import { findIndicators, looks, nameWithParams, valueDecimals } from './catalogue.ts'

test.each(indicatorNames)('%s has a line for each of its values', (name) => {
  expect(looks[name].lines).toHaveLength(indicators[name].outputs.length)
  const styles = looks[name].lines.map((line) => `${line.name} ${line.style}`)
  expect(new Set(styles).size).toBe(styles.length)
})

test('short names are told apart', () => {
  expect(new Set(indicatorNames.map((name) => looks[name].short)).size).toBe(indicatorNames.length)
})

test('an indicator is found by its name, its title or what it does', () => {
  expect(findIndicators('')).toEqual(indicatorNames)
  expect(findIndicators(' RSI ')).toEqual(['rsi'])
  expect(findIndicators('moving exponential')).toEqual(['ema'])
  expect(findIndicators('bands')).toEqual(['bollinger'])
  expect(findIndicators('xyz')).toEqual([])
})

test('it is named with its params', () => {
  expect(nameWithParams('sma', { period: 20 })).toBe('SMA 20')
  expect(nameWithParams('bollinger', { deviations: 2.5, period: 20 })).toBe('BB 20, 2.5')
  expect(nameWithParams('vwap', {})).toBe('VWAP')
})

test('differences of prices have two decimals more than prices', () => {
  expect(valueDecimals('price', 4)).toBe(4)
  expect(valueDecimals('difference', 2)).toBe(4)
  expect(valueDecimals('plain', 4)).toBe(2)
})
