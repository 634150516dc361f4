import { useEffect, useState } from 'react'
import { rowLines, watchRow } from './row-news.ts'

/** The gauges of a row in whole minutes, as long as its tip is open. */
export function RowTip({ symbol, index }: { symbol: string; index: number }) {
  const [text, setText] = useState('')
  useEffect(() => watchRow(symbol, index, (news) => setText(rowLines(news).join('\n'))), [symbol, index])
  return <span className="whitespace-pre-line">{text}</span>
}
