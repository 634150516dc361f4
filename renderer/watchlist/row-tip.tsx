import { useEffect, useState } from 'react'
import { rowLines, watchRow } from './row-news.ts'

/** The gauges of a row in whole minutes, as long as its tip is open. */
export function RowTip({ symbol }: { symbol: string }) {
  const [text, setText] = useState('')
  useEffect(() => watchRow(symbol, (news) => setText(rowLines(news).join('\n'))), [symbol])
  return <span className="whitespace-pre-line">{text}</span>
}
