/** Names of the language that a strategy has. There is none for files, network, processes, timers or the clock. */
export const strategyNames = [
  'undefined',
  'NaN',
  'Infinity',
  'isNaN',
  'isFinite',
  'parseInt',
  'parseFloat',
  'Object',
  'Array',
  'String',
  'Number',
  'Boolean',
  'BigInt',
  'Symbol',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'JSON',
  'Math',
  'Date',
  'RegExp',
  'Promise',
  'Proxy',
  'Reflect',
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  'Float64Array',
  'Float32Array',
  'console',
] as const

const numbers = 'numbers lie in Float64Array and Float32Array'

const instead: Readonly<Record<string, string>> = {
  ArrayBuffer: numbers,
  Int32Array: numbers,
  Uint32Array: numbers,
  Uint8Array: numbers,
  process: 'a strategy has no way to the process it runs in',
  require: "only 'tapedeck' can be imported, with import",
  fetch: 'a strategy has no network',
  XMLHttpRequest: 'a strategy has no network',
  WebSocket: 'a strategy has no network',
  setTimeout: 'a strategy has no timers; its clock is ctx.now',
  setInterval: 'a strategy has no timers; its clock is ctx.now',
  setImmediate: 'a strategy has no timers; its clock is ctx.now',
  queueMicrotask: 'a strategy has no timers; its clock is ctx.now',
  performance: 'a strategy has no clock of its own; it is ctx.now',
  eval: 'a strategy cannot make code from text',
  Function: 'a strategy cannot make code from text',
  globalThis: 'a strategy has no global object; declare what it keeps',
  window: 'a strategy has no window',
  crypto: 'a strategy has no randomness, so that each run gives the same',
}

/** Why a name is not there and what to do. */
export function missingName(name: string): string {
  const reason = instead[name]
  return reason
    ? `${name} is not there: ${reason}.`
    : `${name} is not declared: declare it or correct its name.`
}
