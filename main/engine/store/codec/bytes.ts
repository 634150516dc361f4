const mostCountBytes = 8

/** Bytes that are appended to; they grow as needed. All numbers little-endian. */
export class ByteSink {
  bytes = new Uint8Array(4096)
  length = 0
  #view = new DataView(this.bytes.buffer)

  byte(value: number): void {
    this.makeRoom(1)
    this.bytes[this.length++] = value
  }

  float(value: number): void {
    this.makeRoom(8)
    this.#view.setFloat64(this.length, value, true)
    this.length += 8
  }

  /** A whole number from 0 to 2^53, seven bits a byte, lowest first. */
  count(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.byte((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
    this.byte(rest)
  }

  /** A copy of what was written, with `padding` zero bytes behind it. */
  finish(padding: number): Uint8Array {
    for (let i = 0; i < padding; i++) this.byte(0)
    return this.bytes.slice(0, this.length)
  }

  /** Makes sure that `more` bytes can be written at `length`. */
  makeRoom(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more))
    larger.set(this.bytes)
    this.bytes = larger
    this.#view = new DataView(larger.buffer)
  }
}

/** Reads what a ByteSink wrote. Reading past the end throws a RangeError. */
export class ByteSource {
  readonly view: DataView
  offset = 0

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  byte(): number {
    return this.view.getUint8(this.offset++)
  }

  float(): number {
    const value = this.view.getFloat64(this.offset, true)
    this.offset += 8
    return value
  }

  count(): number {
    let value = 0
    let scale = 1
    for (let i = 0; i < mostCountBytes; i++) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
    throw new RangeError('A count has too many bytes')
  }
}
