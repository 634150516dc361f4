import { ChevronDown, ChevronUp } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { shortcutOf } from '../app/commands/commands.ts'
import { useShownSession } from '../stores/shown-session.ts'
import { shownStrips, toggleStrips, useStrips } from '../stores/strips.ts'
import { useTrading } from '../stores/trading.ts'
import { IconButton } from '../ui/button.tsx'
import { keepFocus } from '../ui/input-mode.ts'
import { EquityFigureLine, EquityStrip } from './equity-strip.tsx'
import { SideButtons } from './side-buttons.tsx'
import { TradesStrip } from './trades-strip.tsx'

/** Trades and equity under the transport: a line that opens to a table and a picture, as high as one likes. */
export function Strips() {
  const info = useShownSession()
  const log = useTrading((state) => state.log)
  useTrading((state) => state.revision)
  const hasTrades = log.fills.length > 0 || log.waiting().length > 0
  const open = useStrips((state) => shownStrips(state, hasTrades))
  const height = useStrips((state) => state.height)
  if (!info) return null
  return (
    <section
      aria-label="Trades and equity"
      className="@container flex shrink-0 flex-col border-line border-t bg-panel"
    >
      {open && <Handle />}
      <div className="flex h-8 items-center gap-4 px-4">
        <h2 className="panel-title">Trades</h2>
        <span className="text-faint text-xs" data-testid="trade-count">
          {log.fills.length}
        </span>
        <SideButtons />
        <div className="flex min-w-0 flex-1 items-baseline justify-end gap-4 overflow-hidden">
          <h2 className="panel-title">Equity</h2>
          <EquityFigureLine />
        </div>
        <IconButton
          label={open ? 'Fold trades and equity' : 'Show trades and equity'}
          shortcut={shortcutOf('strips')}
          side="top"
          className="-mr-2 size-7"
          aria-expanded={open}
          onMouseDown={keepFocus}
          onClick={() => toggleStrips(open)}
        >
          {open ? <ChevronDown className="size-4" /> : <ChevronUp className="size-4" />}
        </IconButton>
      </div>
      {open && (
        <div className="flex max-h-[45vh] min-h-0 border-line border-t" style={{ height }}>
          <div className="flex min-w-0 flex-[3] flex-col overflow-x-auto">
            <div className="flex min-h-0 min-w-[35rem] flex-1 flex-col">
              <TradesStrip zone={info.zone} />
            </div>
          </div>
          <div className="flex min-w-0 flex-[2] flex-col border-line border-l bg-canvas @max-[920px]:hidden">
            <EquityStrip />
          </div>
        </div>
      )}
    </section>
  )
}

const keyStep = 26

/** Changes the height by dragging, or with the arrows. */
function Handle() {
  const height = useStrips((state) => state.height)
  const [grip, setGrip] = useState<{ readonly y: number; readonly height: number }>()
  const onPointerMove = (event: PointerEvent): void => {
    if (grip) useStrips.getState().setHeight(grip.height + grip.y - event.clientY, false)
  }
  const onPointerUp = (): void => {
    setGrip(undefined)
    useStrips.getState().setHeight(height, true)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const change = { ArrowUp: keyStep, ArrowDown: -keyStep }[event.key]
    if (change === undefined) return
    event.preventDefault()
    event.stopPropagation()
    useStrips.getState().setHeight(height + change, true)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: it separates two parts of the window and can be moved
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of trades and equity"
      aria-valuenow={height}
      tabIndex={0}
      className="-mb-1.5 h-1.5 cursor-row-resize touch-none hover:bg-accent/40"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setGrip({ y: event.clientY, height })
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
    />
  )
}
