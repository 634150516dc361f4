import { create } from 'zustand'

/** Whether the list of indicators to add is open. */
export const useIndicatorMenu = create<{ readonly open: boolean }>(() => ({ open: false }))

export function openIndicatorMenu(): void {
  useIndicatorMenu.setState({ open: true })
}
