const bytesPerNumber = 8
const bytesPerCharacter = 2
/** What each value takes beside its contents, about. */
const overheadBytes = 8

/** About how many bytes a message takes when it is copied to another process. */
export function messageBytes(value: unknown): number {
  if (typeof value === 'string') return overheadBytes + bytesPerCharacter * value.length
  if (typeof value !== 'object' || value === null) return bytesPerNumber
  // A view is sent with the whole buffer under it.
  if (ArrayBuffer.isView(value)) return overheadBytes + value.buffer.byteLength
  let bytes = overheadBytes
  for (const [key, entry] of Object.entries(value)) bytes += messageBytes(key) + messageBytes(entry)
  return bytes
}
