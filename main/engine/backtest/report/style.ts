import { darkPalette, lightPalette, paletteCss } from './palette.ts'

const heatRules = (['up', 'down'] as const).flatMap((side) =>
  [1, 2, 3, 4].map((level) => `.${side}-${level} { background: var(--${side}-${level}); }`),
)

/** The style of a report: dark or light as the reader's system, light on paper. */
export const reportStyle = `
:root { color-scheme: light dark; ${paletteCss(lightPalette)} }
@media screen and (prefers-color-scheme: dark) { :root { ${paletteCss(darkPalette)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--canvas); color: var(--ink); font: 14px/1.45 "Inter Variable", Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 28px 56px; display: grid; gap: 20px; }
main > * { min-width: 0; }
h1 { margin: 2px 0 6px; font-size: 30px; line-height: 1.15; letter-spacing: -0.02em; font-weight: 650; overflow-wrap: anywhere; }
h2 { margin: 0 0 12px; font-size: 14px; font-weight: 600; }
h3 { margin: 0 0 4px; font-size: 12px; font-weight: 600; color: var(--accent); }
p { margin: 0; }
.eyebrow { color: var(--accent); font-weight: 600; font-size: 12px; }
.about { color: var(--muted); overflow-wrap: anywhere; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; margin: 12px 0 0; padding: 0; list-style: none; }
.chips li { border: 1px solid var(--line); border-radius: 999px; padding: 2px 10px; font-size: 12.5px; background: var(--panel); overflow-wrap: anywhere; }
.chips span, small, .note { color: var(--muted); }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; }
dl { margin: 0; }
dd { margin: 0; }
.keys { display: grid; grid-template-columns: repeat(6, 1fr); gap: 1px; background: var(--line); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.keys > div { background: var(--panel); padding: 14px 16px; }
.keys dt { color: var(--muted); font-size: 12px; }
.keys dd { font-size: 22px; font-weight: 600; letter-spacing: -0.02em; margin-top: 2px; white-space: nowrap; }
.good { color: var(--up); }
.bad { color: var(--down); }
.head { display: flex; justify-content: space-between; align-items: baseline; gap: 16px; flex-wrap: wrap; }
.legend { display: flex; gap: 18px; color: var(--muted); font-size: 12.5px; }
.legend svg { width: 22px; height: 8px; display: inline-block; vertical-align: middle; margin-right: 6px; }
svg { display: block; width: 100%; height: auto; }
.chart { min-width: 640px; }
svg text { fill: var(--muted); font-size: 12px; }
.grid { stroke: var(--line); }
.tick { stroke: var(--muted); }
.cash { stroke: var(--muted); stroke-dasharray: 2 4; }
.zero { stroke: var(--muted); }
path { stroke-linejoin: round; fill: none; }
.own-line { stroke: var(--accent); stroke-width: 2; }
.own-area { fill: var(--accent); opacity: 0.1; }
.own-end { fill: var(--accent); }
.held-line { stroke: var(--held); stroke-width: 1.5; stroke-dasharray: 6 3; }
.depth-line { stroke: var(--down); stroke-width: 1.5; }
.depth-area { fill: var(--down); opacity: 0.16; }
.depth { fill: var(--down); }
svg .depth-text { fill: var(--ink); font-weight: 600; }
.win { fill: var(--up); }
.loss { fill: var(--down); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { font-weight: 500; color: var(--muted); font-size: 12px; text-align: right; white-space: nowrap; }
td { text-align: right; white-space: nowrap; }
.months { border-collapse: separate; border-spacing: 3px; font-size: 13px; }
.months td, .months th { padding: 6px 8px; border-radius: 5px; min-width: 56px; }
.months thead th { padding: 0 8px 2px; }
.months .total { font-weight: 600; }
.flat { background: var(--canvas); }
${heatRules.join('\n')}
.statistics { columns: 2; column-gap: 40px; }
.statistics > div { break-inside: avoid; padding-bottom: 18px; }
.statistics dl > div { display: flex; justify-content: space-between; gap: 12px; padding: 6px 0; border-bottom: 1px solid var(--line); }
.statistics dt { color: var(--muted); }
.statistics dd { text-align: right; font-weight: 500; }
.comparison td, .comparison th { padding: 6px 0 6px 16px; border-bottom: 1px solid var(--line); }
.comparison th[scope=row] { text-align: left; padding-left: 0; font-size: inherit; }
.comparison td { font-weight: 500; }
.comparison td:last-child { color: var(--accent); }
.why { white-space: normal; }
.comparison .why, .statistics .why { font-weight: 400; display: block; font-size: 12px; }
.keys .why { display: block; font-size: 11.5px; }
.trades { font-size: 12.5px; }
.trades td, .trades th { padding: 5px 8px; border-bottom: 1px solid var(--line); }
.trades td:first-child, .trades th:first-child { padding-left: 0; color: var(--muted); }
.text, .trades th:nth-child(2), .trades th:nth-child(3), .trades th:last-child { text-align: left; }
.facts { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 40px; }
.facts > div { display: flex; justify-content: space-between; gap: 16px; padding: 5px 0; border-bottom: 1px solid var(--line); }
.facts dt { color: var(--muted); white-space: nowrap; }
.facts dd { text-align: right; overflow-wrap: anywhere; }
@media screen and (max-width: 860px) {
  main { padding: 24px 14px; }
  .keys { grid-template-columns: repeat(3, 1fr); }
  .statistics { columns: 1; }
  .comparison td, .comparison th { padding-left: 8px; }
  .comparison th { white-space: normal; }
  .facts { grid-template-columns: 1fr; }
}
@media print {
  @page { margin: 12mm; }
  :root { color-scheme: light; }
  body { font-size: 11px; background: none; }
  h2 { font-size: 12px; }
  h3, th, .keys dt, .legend, .chips li { font-size: 10px; }
  .keys .why, .statistics .why { font-size: 9px; }
  .statistics dl > div, .facts > div { padding: 3px 0; }
  main { max-width: none; padding: 0; gap: 12px; }
  section { padding: 10px 12px; break-inside: avoid; }
  section.long { break-inside: auto; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  .wide { overflow: visible; }
  .chart { min-width: 0; }
  .months td, .months th { min-width: 0; padding: 4px; }
  .months, .trades, .months th, .trades th { font-size: 8.5px; }
  .trades td, .trades th { padding: 2px 3px; white-space: normal; vertical-align: top; }
  .keys dd { font-size: 16px; }
}
`
