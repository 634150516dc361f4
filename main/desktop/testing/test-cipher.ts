import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Cipher } from '../keychain/keychain.ts'

const key = Buffer.alloc(32, 7)
const start = Buffer.alloc(16, 9)

/** Encrypts for real, with a key that lies in the test instead of a keychain. */
export const testCipher: Cipher = {
  problem: () => undefined,
  encrypt(text) {
    const cipher = createCipheriv('aes-256-cbc', key, start)
    return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  },
  decrypt(bytes) {
    const cipher = createDecipheriv('aes-256-cbc', key, start)
    return Buffer.concat([cipher.update(bytes), cipher.final()]).toString('utf8')
  },
}
