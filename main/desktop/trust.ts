import type { IpcMainEvent } from 'electron'
import { isOwnAddress } from './asset-path.ts'

/** The parts of a message's sender that decide whether it is trusted. */
export interface Sender {
  readonly address: string | undefined
  readonly isMainFrame: boolean
}

/** Only the top frame of one of the window's own pages may speak to main. */
export function isTrusted({ address, isMainFrame }: Sender): boolean {
  return isMainFrame && address !== undefined && isOwnAddress(address)
}

export function senderOf({ sender, senderFrame }: IpcMainEvent): Sender {
  return {
    address: senderFrame?.url,
    isMainFrame: senderFrame !== null && !sender.isDestroyed() && senderFrame === sender.mainFrame,
  }
}

/** Whether the user's browser may be given an address that a page wants to open. */
export function mayOpenOutside(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:'
}
