import type { StateCreator } from 'zustand'
import { afterCharts, forgetAfterCharts } from '../engine/charts-first.ts'

/**
 * Makes a store whose listeners, its components among them, are told of changes after the charts of a session that is
 * being opened: of several changes at once. Whoever asks for its state has it as it is.
 */
export function toldAfterCharts<T>(initializer: StateCreator<T>): StateCreator<T> {
  return (set, get, api) => {
    const { subscribe } = api
    api.subscribe = (listener) => {
      const owner = {}
      let untold: { readonly before: T } | undefined
      const stop = subscribe((_, before) => {
        untold ??= { before }
        afterCharts(owner, () => {
          const since = untold
          untold = undefined
          if (since) listener(get(), since.before)
        })
      })
      return () => {
        stop()
        forgetAfterCharts(owner)
      }
    }
    return initializer(set, get, api)
  }
}
