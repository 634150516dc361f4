import { afterEach, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { awaitCharts, showAll } from '../engine/charts-first.ts'
import { toldAfterCharts } from './told-after-charts.ts'

interface Counts {
  readonly one: number
  readonly other: number
}

afterEach(() => showAll())

function counted() {
  const store = createStore<Counts>(toldAfterCharts<Counts>(() => ({ one: 0, other: 0 })))
  const told: [Counts, Counts][] = []
  const stop = store.subscribe((now, before) => told.push([now, before]))
  return { store, told, stop }
}

test('a change is told at once while no charts are awaited', () => {
  const { store, told } = counted()
  store.setState({ one: 1 })
  expect(told).toEqual([
    [
      { one: 1, other: 0 },
      { one: 0, other: 0 },
    ],
  ])
})

test('changes while charts are awaited are there at once and told as one after them', () => {
  const { store, told, stop } = counted()
  awaitCharts()
  store.setState({ one: 1 })
  store.setState({ other: 2 })
  expect(store.getState()).toEqual({ one: 1, other: 2 })
  expect(told).toEqual([])
  showAll()
  expect(told).toEqual([
    [
      { one: 1, other: 2 },
      { one: 0, other: 0 },
    ],
  ])
  awaitCharts()
  store.setState({ one: 3 })
  stop()
  showAll()
  expect(told).toHaveLength(1)
})
