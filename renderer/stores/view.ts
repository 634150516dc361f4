import { create } from 'zustand'

export type ViewName = 'replay' | 'calendar' | 'backtest' | 'prefetch' | 'data' | 'settings'
/** What lies over the view, if anything. */
export type Overlay = 'palette' | 'shortcuts' | 'about' | 'before-run'

interface ViewState {
  readonly view: ViewName
  /** What was shown before the settings were. */
  readonly before: Exclude<ViewName, 'settings'>
  readonly overlay: Overlay | undefined
  /** What the palette starts with, e.g. when it was opened to go to a time. */
  readonly paletteText: string
}

export const useView = create<ViewState>(() => ({
  view: 'replay',
  before: 'replay',
  overlay: undefined,
  paletteText: '',
}))

export function showView(view: ViewName): void {
  useView.setState({ view, ...(view !== 'settings' && { before: view }) })
}

/** Shows again what was shown before the settings were. */
export function leaveSettings(): void {
  showView(useView.getState().before)
}

export function openOverlay(overlay: Overlay, paletteText = ''): void {
  useView.setState({ overlay, paletteText })
}

export function closeOverlay(): void {
  useView.setState({ overlay: undefined })
}
