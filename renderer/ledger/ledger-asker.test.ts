import { expect, test } from 'vitest'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { LedgerAsker } from './ledger-asker.ts'

/** An asker whose answers and pauses come when they are let. */
function stage() {
  const asked: number[] = []
  const taken: number[] = []
  const failed: unknown[] = []
  let answer: { resolve(value: number): void; reject(error: unknown): void } | undefined
  let goOn: (() => void) | undefined
  const asker = new LedgerAsker<number>({
    ask: () =>
      new Promise((resolve, reject) => {
        asked.push(asked.length + 1)
        answer = { resolve, reject }
      }),
    take: (value) => taken.push(value),
    fail: (error) => failed.push(error),
    pause: () =>
      new Promise<void>((resolve) => {
        goOn = resolve
      }),
  })
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 8; turn++) await Promise.resolve()
  }
  return {
    ...{ asker, asked, taken, failed },
    at: (minute: number) => asker.clockAt((minute * minuteMs) as EpochMs),
    async answer(value: number) {
      answer?.resolve(value)
      await settle()
    },
    async refuse(error: unknown) {
      answer?.reject(error)
      await settle()
    },
    async wait() {
      goOn?.()
      await settle()
    },
  }
}

test('many frames within a minute ask once, and standing still asks nothing', async () => {
  const { at, asked, taken, answer, wait } = stage()
  for (const minute of [5, 5.2, 5.4, 5.9]) at(minute)
  await answer(1)
  expect(taken).toEqual([1])
  await wait()
  at(5.99)
  expect(asked).toHaveLength(1)
})

test('minutes that pass meanwhile are asked about once, after the pause', async () => {
  const { at, asked, taken, answer, wait } = stage()
  at(1)
  for (let minute = 2; minute < 100; minute++) at(minute)
  await answer(1)
  expect(asked).toHaveLength(1)
  await wait()
  expect(asked).toHaveLength(2)
  await answer(2)
  await wait()
  expect(taken).toEqual([1, 2])
  expect(asked).toHaveLength(2)
})

test('a change is asked about though the clock stands, also while an answer is on its way', async () => {
  const { asker, at, asked, answer, wait } = stage()
  at(1)
  asker.changed()
  await answer(1)
  await wait()
  expect(asked).toHaveLength(2)
  await answer(2)
  await wait()
  asker.changed()
  expect(asked).toHaveLength(3)
})

test('a refusal is told, and the next minute is asked about all the same', async () => {
  const { at, failed, taken, answer, refuse, wait } = stage()
  at(1)
  await refuse('no')
  await wait()
  at(2)
  await answer(2)
  expect(failed).toEqual(['no'])
  expect(taken).toEqual([2])
})

test('one that was stopped takes nothing and asks nothing', async () => {
  const { asker, at, asked, taken, answer, wait } = stage()
  at(1)
  asker.stop()
  at(2)
  await answer(1)
  await wait()
  expect(taken).toEqual([])
  expect(asked).toHaveLength(1)
})
