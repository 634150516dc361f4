import { describe, expect, test } from 'vitest'
import { later } from '../testing/made-minutes.ts'
import { parseBaseUrl } from './base-url.ts'
import { retryAfterMs } from './retry-after.ts'

describe('the URL of a source', () => {
  test.each([
    ['https://data.example.com', 'https://data.example.com'],
    ['https://proxy.example.com/alpaca/', 'https://proxy.example.com/alpaca'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://[::1]:80/x', 'http://[::1]/x'],
  ])('%s is %s', (text, url) => {
    expect(parseBaseUrl(text)).toBe(url)
  })

  test.each([
    ['data.example.com', /is no URL/],
    ['http://data.example.com', /must begin with https/],
    ['http://127.0.0.1.example.com', /must begin with https/],
    ['ftp://localhost', /must begin with https/],
    ['https://me:word@data.example.com', /holds no name and no password/],
    ['https://data.example.com/?key=1', /without \? and #/],
  ])('%s is refused, and repeats no password', (text, message) => {
    expect(() => parseBaseUrl(text)).toThrow(expect.objectContaining({ code: 'usage' }))
    expect(() => parseBaseUrl(text)).toThrow(message)
    expect(() => parseBaseUrl(text)).not.toThrow(/word@/)
  })
})

test.each([
  [null, undefined],
  ['120', 120_000],
  ['soon', undefined],
  ['Sat, 20 Jul 2024 00:00:30 GMT', 30_000],
  ['Fri, 19 Jul 2024 00:00:00 GMT', 0],
])('Retry-After %s is %s ms', (header, ms) => {
  expect(retryAfterMs(header, later)).toBe(ms)
})
