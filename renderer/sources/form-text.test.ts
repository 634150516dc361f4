import { expect, test } from 'vitest'
import { emptyForm, formToSend, freeName } from './form-text.ts'

test('a form is sent with what its kind takes, and nothing that was left empty', () => {
  const options = { exchange: ' XNYS ', zone: '', url: 'https://x.example', stamp: 'end' }
  expect(formToSend({ name: 'a', kind: 'files', place: ' /bars ', options, limits: {} })).toEqual({
    kind: 'files',
    place: '/bars',
    options: { exchange: 'XNYS', stamp: 'end' },
    limits: {},
  })
  const limits = { rate: ' 100 ', tries: '' }
  expect(formToSend({ name: 'a', kind: 'massive', place: '/bars', options, limits })).toEqual({
    kind: 'massive',
    place: '',
    options: { url: 'https://x.example' },
    limits: { rate: '100' },
  })
})

test('a name that is taken gets a number', () => {
  expect(freeName('lean', [])).toBe('lean')
  expect(freeName('lean', ['lean', 'lean-2'])).toBe('lean-3')
  expect(emptyForm('postgres', ['warehouse'])).toMatchObject({ name: 'warehouse-2', kind: 'postgres' })
})
