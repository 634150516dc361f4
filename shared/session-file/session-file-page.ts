import { markdownTable } from '../text/table.ts'
import { type IndicatorDescription, indicatorNames, indicators } from './indicators.ts'
import {
  costsTexts,
  indicatorTexts,
  type KeyText,
  sessionFileTexts,
  strategyTexts,
  trailingTexts,
} from './key-texts.ts'

/** A session file that has every key a replay heeds. */
export const sessionFileExample = `{
  "from": "2024-11-25",
  "to": "2024-11-29",
  "symbols": ["SPY", "IBM"],
  "exchange": "XNYS",
  "hours": "regular",
  "intervals": ["5m", "1d"],
  "trailing": [{ "sessions": 5, "interval": "1m" }, { "sessions": 20, "interval": "1d", "symbols": ["SPY"] }],
  "indicators": [
    { "name": "sma", "interval": "5m", "params": { "period": 50 } },
    { "name": "macd", "interval": "1d", "symbols": ["SPY"], "forming": true }
  ],
  "adjustment": "split",
  "speed": 60
}
`

/** All keys of a session file as a page of Markdown, made from their declarations. */
export function sessionFilePage(): string {
  return [
    '# Session files',
    '',
    'A session file describes a run: JSON, opened in the window with Ctrl+Shift+O or by dropping it there, saved with',
    'Ctrl+S, and played by `tapedeck replay --session-file FILE`. Before a run both say what it needs and why, what of',
    'it the store lacks, and which symbols are left out. A key that is not listed here is an error that names the',
    'nearest one. `tapedeck help session-file` prints this page.',
    '',
    '```json',
    sessionFileExample.trimEnd(),
    '```',
    '',
    'The window rolls from session to session and tells which keys have no effect there; the command line plays all',
    'sessions one after the other, counts them together, and refuses `strategy` and `costs`, which belong to backtests.',
    '',
    ...section('Keys', sessionFileTexts),
    ...section('A window of `trailing`', trailingTexts),
    ...section('One of `indicators`', indicatorTexts),
    ...section('`strategy`', strategyTexts),
    ...section('`costs`', costsTexts),
    ...indicatorSection(),
  ].join('\n')
}

function section(title: string, texts: Readonly<Record<string, KeyText>>): readonly string[] {
  const rows = Object.entries(texts).map(([key, { values, default: usual, help }]) => [
    `\`${key}\``,
    values,
    usual,
    help,
  ])
  return [`## ${title}`, '', ...markdownTable([['Key', 'Holds', 'Default', 'What it says'], ...rows]), '']
}

function indicatorSection(): readonly string[] {
  const rows = indicatorNames.map((name) => {
    const { title, params, outputs }: IndicatorDescription = indicators[name]
    const set = Object.entries(params).map(
      ([key, { default: usual, min, max }]) => `\`${key}\` ${usual} (${min} to ${max})`,
    )
    return [`\`${name}\``, title, set.join(', ') || 'none', outputs.join(', ')]
  })
  return [
    '## Indicators',
    '',
    ...markdownTable([['Name', 'Indicator', 'Params and their defaults', 'Values'], ...rows]),
    '',
  ]
}
