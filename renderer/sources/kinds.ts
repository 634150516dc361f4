import { CloudDownload, Database, Files, FolderTree, type LucideIcon, Rss } from 'lucide-react'
import type { SecretName } from '#shared/protocol/keys-contract.ts'
import type { SourceKind, SourceLimitName, SourceOptionName } from '#shared/protocol/source-calls.ts'

interface KindOfSource {
  readonly label: string
  readonly Icon: LucideIcon
  readonly means: string
  /** What a source is called unless told. */
  readonly name: string
  /** What its place is; undefined for a vendor, which has none. */
  readonly place: string | undefined
  /** Options that it takes, in the order of their fields. */
  readonly options: readonly SourceOptionName[]
}

/** The kinds of sources as the window calls them. */
export const kinds: Readonly<Record<SourceKind, KindOfSource>> = {
  feed: {
    label: 'Another feed of this store',
    Icon: Rss,
    means: 'Imported under another name.',
    name: 'feed',
    place: 'Feed',
    options: [],
  },
  lean: {
    label: 'LEAN folder',
    Icon: FolderTree,
    means: 'A data folder in LEAN’s layout.',
    name: 'lean',
    place: 'Folder',
    options: ['exchange'],
  },
  files: {
    label: 'CSV or Parquet folder',
    Icon: Files,
    means: 'Files as an import takes them.',
    name: 'files',
    place: 'Folder',
    options: ['exchange', 'symbol', 'interval', 'zone', 'stamp'],
  },
  alpaca: {
    label: 'Alpaca',
    Icon: CloudDownload,
    means: 'Over HTTP, with keys.',
    name: 'alpaca',
    place: undefined,
    options: ['feed', 'url'],
  },
  massive: {
    label: 'Massive',
    Icon: CloudDownload,
    means: 'Over HTTP, with a key.',
    name: 'massive',
    place: undefined,
    options: ['url'],
  },
  postgres: {
    label: 'PostgreSQL',
    Icon: Database,
    means: 'A table of your team.',
    name: 'warehouse',
    place: 'Database',
    options: ['host', 'port', 'user', 'table', 'tls'],
  },
}

interface OptionField {
  readonly label: string
  readonly hint: string
  /** Values to choose from; the first stands for the option left out. Any text without them. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
}

/** Options of sources as fields. */
export const optionFields: Readonly<Record<SourceOptionName, OptionField>> = {
  exchange: { label: 'Exchange', hint: 'Where the files do not say; XNYS when left empty' },
  symbol: { label: 'Symbol', hint: 'For files without a symbol column' },
  interval: { label: 'Interval', hint: 'Where the files do not say, e.g. 1m' },
  zone: { label: 'Zone of the times', hint: 'e.g. America/New_York or UTC' },
  stamp: {
    label: 'A time is the',
    hint: '',
    choices: [
      { value: '', label: 'Detect' },
      { value: 'start', label: 'Start of the bar' },
      { value: 'end', label: 'End of the bar' },
    ],
  },
  feed: {
    label: 'Feed of the vendor',
    hint: 'iex is what every plan may read',
    choices: ['sip', 'iex', 'delayed_sip', 'otc', 'boats', 'overnight'].map((value) => ({
      value,
      label: value,
    })),
  },
  url: { label: 'URL', hint: 'The vendor’s own server when left empty' },
  host: { label: 'Host', hint: 'localhost when left empty' },
  port: { label: 'Port', hint: '5432 when left empty' },
  user: { label: 'User', hint: 'That of the system when left empty' },
  table: { label: 'Table', hint: 'bars when left empty' },
  tls: {
    label: 'Encryption',
    hint: 'Off is for networks that protect themselves',
    choices: [
      { value: '', label: 'Off on this machine, else checked' },
      { value: 'verify', label: 'On, certificate checked' },
      { value: 'off', label: 'Off' },
    ],
  },
}

/** Limits of sources as the window calls them. */
export const limitLabels: Readonly<Record<SourceLimitName, string>> = {
  rate: 'Requests a minute',
  parallel: 'Requests at once',
  timeout: 'Seconds to wait',
  tries: 'Tries',
}

/** The keys of sources as their owners call them. */
export const secretLabels: Readonly<Record<SecretName, string>> = {
  APCA_API_KEY_ID: 'Key ID',
  APCA_API_SECRET_KEY: 'Secret key',
  MASSIVE_API_KEY: 'API key',
  PGPASSWORD: 'Password',
}
