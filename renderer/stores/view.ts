import { create } from 'zustand'

export type ViewName = 'replay' | 'data'
/** What lies over the view, if anything. */
export type Overlay = 'palette' | 'shortcuts' | 'about'

interface ViewState {
  readonly view: ViewName
  readonly overlay: Overlay | undefined
  /** What the palette starts with, e.g. when it was opened to go to a time. */
  readonly paletteText: string
}

export const useView = create<ViewState>(() => ({ view: 'replay', overlay: undefined, paletteText: '' }))

export function showView(view: ViewName): void {
  useView.setState({ view })
}

export function openOverlay(overlay: Overlay, paletteText = ''): void {
  useView.setState({ overlay, paletteText })
}

export function closeOverlay(): void {
  useView.setState({ overlay: undefined })
}
