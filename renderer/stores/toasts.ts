import { create } from 'zustand'
import { asFailure } from '#shared/protocol/failure.ts'

export interface Toast {
  readonly id: number
  readonly severity: 'info' | 'warning' | 'error'
  readonly message: string
}

const mostToasts = 4
let nextId = 1

export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }))

/** Tells the user something that answers nothing on the screen. The same words are not shown twice. */
export function tell(severity: Toast['severity'], message: string): void {
  useToasts.setState(({ toasts }) => {
    const others = toasts.filter((toast) => toast.message !== message)
    return { toasts: [...others, { id: nextId++, severity, message }].slice(-mostToasts) }
  })
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}

/**
 * Awaits work that the user asked for; a failure becomes a toast and undefined. An engine that is gone is told
 * by the banner, which also puts things back.
 */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    const { code, message } = asFailure(error)
    if (code !== 'engine-gone' && code !== 'cancelled') tell('error', message)
    return undefined
  }
}
