import { Eye, EyeOff, SlidersHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import { useChart } from '../stores/chart.ts'
import { changeIndicator, removeIndicator, type ShownIndicator } from '../stores/indicators.ts'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { keepFocus } from '../ui/input-mode.ts'
import { PopOver } from '../ui/pop-over.tsx'
import { looks, nameWithParams, valueDecimals } from './catalogue.ts'
import { IndicatorEditor } from './indicator-editor.tsx'
import { LineSample } from './line-sample.tsx'
import { plotColor } from './plot-color.ts'
import { readIndicator } from './reading.ts'

const action = 'size-5 rounded-sm'

/** One indicator by name, with its values under the crosshair or else at the newest bar, and what to do with it. */
export function IndicatorRow({ shown, decimals }: { shown: ShownIndicator; decimals: number }) {
  const [editing, setEditing] = useState(false)
  const { id, name, params, hidden } = shown
  const title = nameWithParams(name, params)
  return (
    <li
      data-testid={`indicator-${id}`}
      className="group pointer-events-auto relative flex h-[1.375rem] items-center gap-1.5 rounded-sm bg-canvas/75 px-1.5 text-xs focus-within:bg-raised hover:bg-raised"
    >
      <span className={classes('flex items-center gap-1.5', hidden && 'opacity-50')}>
        <LineSample style={looks[name].lines[0]?.style ?? 'solid'} color={plotColor(shown.color)} />
        <span className="font-medium text-ink">{title}</span>
        {hidden ? <span className="text-muted">hidden</span> : <Values shown={shown} decimals={decimals} />}
      </span>
      <span
        className={classes(
          'absolute left-full flex h-full items-center rounded-r-sm bg-raised pr-1 group-focus-within:pointer-events-auto group-focus-within:opacity-100 group-hover:pointer-events-auto group-hover:opacity-100',
          !editing && 'pointer-events-none opacity-0',
        )}
      >
        <IconButton
          label={hidden ? `Show ${title}` : `Hide ${title}`}
          className={action}
          onMouseDown={keepFocus}
          onClick={() => changeIndicator(id, { hidden: !hidden })}
        >
          {hidden ? <EyeOff className="size-3.5" /> : <Eye className="size-3.5" />}
        </IconButton>
        <PopOver
          label={`Edit ${title}`}
          open={editing}
          onOpenChange={setEditing}
          trigger={
            <button
              type="button"
              aria-label={`Edit ${title}`}
              onMouseDown={keepFocus}
              className="inline-flex size-5 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-ink"
            >
              <SlidersHorizontal className="size-3.5" />
            </button>
          }
        >
          <IndicatorEditor shown={shown} />
        </PopOver>
        <IconButton
          label={`Remove ${title}`}
          className={action}
          onMouseDown={keepFocus}
          onClick={() => removeIndicator(id)}
        >
          <X className="size-3.5" />
        </IconButton>
      </span>
    </li>
  )
}

function Values({ shown, decimals }: { shown: ShownIndicator; decimals: number }) {
  const feed = useChart((state) => state.feed)
  const hovered = useChart((state) => state.hovered)
  useChart((state) => state.revision)
  if (!feed) return null
  const reading = readIndicator(feed.cache, feed.lines, shown, hovered)
  const { lines, unit } = looks[shown.name]
  if (reading.kind === 'warming-up') {
    return (
      <span className="text-muted">
        warming up {reading.have}/{reading.need}
      </span>
    )
  }
  if (reading.kind === 'forming') return <span className="text-muted">bar still forming</span>
  if (reading.kind === 'none') return <span className="text-muted">no value</span>
  const places = valueDecimals(unit, decimals)
  return (
    <span className="text-selectable flex gap-2" style={{ color: plotColor(shown.color) }}>
      {reading.values.map((value, index) => (
        <span key={lines[index]?.name} className="flex items-center gap-1">
          {lines.length > 1 && (
            <>
              {index > 0 && (
                <LineSample style={lines[index]?.style ?? 'solid'} color={plotColor(shown.color)} />
              )}
              <span className="text-muted">{lines[index]?.name}</span>
            </>
          )}
          {value.toFixed(places).replace('-', '−')}
        </span>
      ))}
    </span>
  )
}
