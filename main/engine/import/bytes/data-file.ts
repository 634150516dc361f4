import { closeSync, openSync, readSync } from 'node:fs'
import { TextDecoder } from 'node:util'
import { crc32 } from 'node:zlib'
// The entry for Node declares a `require` of its own, which the bundle of the engine has already.
import { Gunzip } from 'fflate/browser'
import { RefusedFile } from '../refused-file.ts'
import { maxUnpackedBytes, type ZipMember, zipMemberPieces } from './zip.ts'

/** A file of text on the disk, and how it is packed. */
export interface DataFile {
  /** Where it lies. */
  readonly path: string
  /** How reports call it: the path as the user gave it, and what lies below. */
  readonly name: string
  readonly bytes: number
  readonly packing: { readonly kind: 'plain' | 'gzip' } | { readonly kind: 'zip'; readonly member: ZipMember }
}

const pieceBytes = 256 * 1024

/**
 * The text of a file as UTF-8 bytes without a byte order mark, piece by piece, unpacked where it is packed;
 * `onRead` is told how many bytes of the disk each step took. Throws RefusedFile when it is damaged.
 */
export function textPieces(file: DataFile, onRead: (bytes: number) => void): Generator<Uint8Array> {
  return decodeText(unpackedPieces(file, onRead))
}

function unpackedPieces(file: DataFile, onRead: (bytes: number) => void): Iterable<Uint8Array> {
  switch (file.packing.kind) {
    case 'plain':
      return filePieces(file.path, onRead)
    case 'gzip':
      return gunzipPieces(filePieces(file.path, onRead))
    case 'zip':
      return zipMemberPieces(file.path, file.packing.member, onRead)
  }
}

/** The bytes of a file as they lie on the disk. */
export function* filePieces(path: string, onRead: (bytes: number) => void): Generator<Uint8Array> {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(pieceBytes)
    for (;;) {
      const read = readSync(file, buffer)
      if (read === 0) return
      onRead(read)
      yield buffer.subarray(0, read)
    }
  } finally {
    closeSync(file)
  }
}

function* gunzipPieces(packed: Iterable<Uint8Array>): Generator<Uint8Array> {
  const ready: Uint8Array[] = []
  const gunzip = new Gunzip((piece) => ready.push(piece))
  let members = 1
  gunzip.onmember = () => members++
  let bytes = 0
  let crc = 0
  let trailer = Buffer.alloc(0)
  function* push(piece: Uint8Array, final: boolean): Generator<Uint8Array> {
    try {
      gunzip.push(piece, final)
    } catch (error) {
      throw damaged(error instanceof Error ? error.message : 'it does not unpack')
    }
    for (const unpacked of ready.splice(0)) {
      bytes += unpacked.length
      crc = crc32(unpacked, crc)
      if (bytes > maxUnpackedBytes) throw new RefusedFile('unpacks to more than 2 GiB')
      yield unpacked
    }
  }
  for (const piece of packed) {
    for (let at = 0; at < piece.length; at += unpackStep) {
      const step = piece.slice(at, at + unpackStep)
      trailer = Buffer.concat([trailer, step]).subarray(-gzipTrailerBytes)
      yield* push(step, false)
    }
  }
  yield* push(new Uint8Array(0), true)
  // A file of several members is checked by its unpacking alone: only the last trailer is at hand here.
  const whole =
    members > 1 || (trailer.readUInt32LE(0) === crc && trailer.readUInt32LE(4) === bytes % 2 ** 32)
  if (!whole) throw damaged('its checksum does not match')
}

function damaged(what: string): RefusedFile {
  return new RefusedFile(`is a damaged gzip file: ${what}`)
}

/** Checksum and length behind the packed bytes. */
const gzipTrailerBytes = 8
/** Deflate packs at most 1,032 to 1: a step of packed bytes unpacks to at most 16 MiB. */
const unpackStep = 16 * 1024

function* decodeText(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  let decoder: TextDecoder | undefined
  let first = true
  for (const piece of pieces) {
    if (first) decoder = wideDecoder(piece)
    if (decoder) yield Buffer.from(decoder.decode(piece, { stream: true }))
    else yield first && isUtf8Marked(piece) ? piece.subarray(3) : piece
    first = false
  }
}

function wideDecoder(piece: Uint8Array): TextDecoder | undefined {
  if (piece[0] === 0xff && piece[1] === 0xfe) return new TextDecoder('utf-16le')
  if (piece[0] === 0xfe && piece[1] === 0xff) return new TextDecoder('utf-16be')
  return undefined
}

function isUtf8Marked(piece: Uint8Array): boolean {
  return piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf
}
