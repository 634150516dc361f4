import { safeStorage } from 'electron'
import type { Cipher } from './keychain.ts'

/** The keychain of the system, by way of Electron. To be asked only after the app is ready. */
export const systemCipher: Cipher = {
  problem() {
    // Without a keychain Chromium uses a password that everybody knows, and calls that available.
    const isOpen = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
    if (!isOpen && safeStorage.isEncryptionAvailable()) return undefined
    return 'This system has no keychain that Tapedeck can use.'
  },
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (bytes) => safeStorage.decryptString(bytes),
}
