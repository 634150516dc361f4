import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
// The entry for Node declares a `require` of its own, which the bundle of the engine has already.
import { Inflate } from 'fflate/browser'
import { RefusedFile } from '../refused-file.ts'

/** One file of a zip, as the zip's directory describes it. */
export interface ZipMember {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packedBytes: number
  readonly unpackedBytes: number
  /** Where the member's own header lies in the zip. */
  readonly offset: number
}

/** More than the longest minute history of one symbol needs; what claims or unpacks to more is refused. */
export const maxUnpackedBytes = 2 * 1024 ** 3

const directoryEndSignature = 0x06054b50
const directorySignature = 0x02014b50
const memberSignature = 0x04034b50
const directoryEndBytes = 22
const longestComment = 65_535
const directoryEntryBytes = 46
const memberHeaderBytes = 30
const encryptedFlag = 1
/** What an entry says in place of a value that stands among the long ones. */
const inLongValues = 0xffffffff
const longValuesId = 1
const stored = 0
const deflated = 8
const readBytes = 64 * 1024

/** The files in a zip, folders left out. Throws RefusedFile when the zip is damaged or of a kind that is not read. */
export function zipMembers(path: string): ZipMember[] {
  const file = openSync(path, 'r')
  try {
    const size = fstatSync(file).size
    const tail = readAt(file, Math.max(0, size - directoryEndBytes - longestComment), size)
    const end = tail.lastIndexOf(signatureBytes(directoryEndSignature))
    if (end < 0 || end + directoryEndBytes > tail.length) throw damaged('its directory is missing')
    const from = tail.readUInt32LE(end + 16)
    const directory = readAt(file, from, from + tail.readUInt32LE(end + 12))
    return [...directoryEntries(directory, tail.readUInt16LE(end + 10))].filter(
      ({ name }) => !name.endsWith('/'),
    )
  } finally {
    closeSync(file)
  }
}

/**
 * The unpacked bytes of a member, piece by piece; `onRead` is told how many packed bytes each step took.
 * Throws RefusedFile when the bytes do not match what the directory says of them.
 */
export function* zipMemberPieces(
  path: string,
  member: ZipMember,
  onRead: (bytes: number) => void,
): Generator<Uint8Array> {
  if (member.unpackedBytes > maxUnpackedBytes) throw new RefusedFile('unpacks to more than 2 GiB')
  const file = openSync(path, 'r')
  try {
    let bytes = 0
    let crc = 0
    for (const piece of unpack(member, packedPieces(file, member, onRead))) {
      bytes += piece.length
      if (bytes > member.unpackedBytes) throw damaged('it unpacks to more bytes than it declares')
      crc = crc32(piece, crc)
      yield piece
    }
    if (bytes !== member.unpackedBytes || crc !== member.crc) throw damaged('its checksum does not match')
  } finally {
    closeSync(file)
  }
}

function* directoryEntries(directory: Buffer, count: number): Generator<ZipMember> {
  let at = 0
  for (let entry = 0; entry < count; entry++) {
    if (at + directoryEntryBytes > directory.length || directory.readUInt32LE(at) !== directorySignature) {
      throw damaged('its directory is broken')
    }
    const nameBytes = directory.readUInt16LE(at + 28)
    const nameFrom = at + directoryEntryBytes
    if (directory.readUInt16LE(at + 8) & encryptedFlag) throw new RefusedFile('is an encrypted zip')
    const extraFrom = nameFrom + nameBytes
    const extraTo = extraFrom + directory.readUInt16LE(at + 30)
    const long = longValues(directory.subarray(extraFrom, extraTo))
    const value = (from: number): number => {
      const short = directory.readUInt32LE(from)
      return short === inLongValues ? Number(long.next().value ?? short) : short
    }
    yield {
      name: directory.toString('utf8', nameFrom, extraFrom),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      unpackedBytes: value(at + 24),
      packedBytes: value(at + 20),
      offset: value(at + 42),
    }
    at = extraTo + directory.readUInt16LE(at + 32)
  }
}

/** Values of 64 bits that stand for those of the entry that do not fit 32, in their order there: Zip64. */
function* longValues(extra: Buffer): Generator<bigint> {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== longValuesId) continue
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2))
    for (let from = at + 4; from + 8 <= end; from += 8) yield extra.readBigUInt64LE(from)
  }
}

function* packedPieces(
  file: number,
  member: ZipMember,
  onRead: (bytes: number) => void,
): Generator<Uint8Array> {
  const header = readAt(file, member.offset, member.offset + memberHeaderBytes)
  if (header.readUInt32LE(0) !== memberSignature) throw damaged('a file in it is not where it should be')
  const from = member.offset + memberHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28)
  const end = from + member.packedBytes
  for (let at = from; at < end; at += readBytes) {
    const piece = readAt(file, at, Math.min(end, at + readBytes))
    onRead(piece.length)
    yield piece
  }
}

function unpack(member: ZipMember, packed: Iterable<Uint8Array>): Iterable<Uint8Array> {
  if (member.method === stored) return packed
  if (member.method === deflated) return inflatePieces(packed)
  throw new RefusedFile(
    `is packed by method ${member.method}, which is not supported; pack it as a usual zip`,
  )
}

function* inflatePieces(packed: Iterable<Uint8Array>): Generator<Uint8Array> {
  const ready: Uint8Array[] = []
  const inflate = new Inflate((piece) => ready.push(piece))
  const push = (piece: Uint8Array, final: boolean): void => {
    try {
      inflate.push(piece, final)
    } catch (error) {
      throw damaged(error instanceof Error ? error.message : 'it does not unpack')
    }
  }
  for (const piece of packed) {
    push(piece, false)
    yield* ready.splice(0)
  }
  push(new Uint8Array(0), true)
  yield* ready.splice(0)
}

function readAt(file: number, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from)
  const read = readSync(file, bytes, 0, bytes.length, from)
  if (read < bytes.length) throw damaged('it is cut short')
  return bytes
}

function signatureBytes(signature: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(signature)
  return bytes
}

function damaged(what: string): RefusedFile {
  return new RefusedFile(`is a damaged zip: ${what}`)
}
