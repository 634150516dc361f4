import { RadioGroup } from 'radix-ui'
import { completeParams, type IndicatorDescription, indicators } from '#shared/session-file/indicators.ts'
import { changeIndicator, plotColorCount, type ShownIndicator } from '../stores/indicators.ts'
import { Button } from '../ui/button.tsx'
import { ParamField } from './param-field.tsx'
import { plotColor, plotColorNames } from './plot-color.ts'

/** Params and colour of an indicator. A value that makes sense is taken at once. */
export function IndicatorEditor({ shown }: { shown: ShownIndicator }) {
  const { id, name, params } = shown
  const description: IndicatorDescription = indicators[name]
  const usual = completeParams(name, {})
  const isUsual =
    typeof usual !== 'string' && Object.entries(usual).every(([key, value]) => params[key] === value)
  const setParam = (key: string, value: number): void => {
    const next = completeParams(name, { ...params, [key]: value })
    if (typeof next !== 'string') changeIndicator(id, { params: next })
  }
  return (
    <div className="flex w-64 flex-col gap-3 p-3.5">
      <h2 className="font-semibold text-sm">{description.title}</h2>
      {Object.entries(description.params).map(([key, param]) => (
        <ParamField
          key={key}
          name={key}
          param={param}
          value={params[key] ?? param.default}
          onChange={(value) => setParam(key, value)}
        />
      ))}
      <Colors color={shown.color} onChange={(color) => changeIndicator(id, { color })} />
      {typeof usual !== 'string' && !isUsual && (
        <Button className="h-7" onClick={() => changeIndicator(id, { params: usual })}>
          Back to the defaults
        </Button>
      )}
    </div>
  )
}

function Colors({ color, onChange }: { color: number; onChange: (color: number) => void }) {
  return (
    <div className="flex items-center justify-between gap-3">
      <span className="font-medium text-muted text-xs" id="indicator-color">
        Colour
      </span>
      <RadioGroup.Root
        aria-labelledby="indicator-color"
        value={String(color)}
        onValueChange={(value) => onChange(Number(value))}
        orientation="horizontal"
        className="flex gap-1.5"
      >
        {Array.from({ length: plotColorCount }, (_, index) => (
          <RadioGroup.Item
            key={plotColorNames[index]}
            value={String(index)}
            aria-label={plotColorNames[index]}
            className="flex size-6 items-center justify-center rounded-md border border-transparent data-[state=checked]:border-ink"
          >
            <span className="size-4 rounded-sm" style={{ backgroundColor: plotColor(index) }} />
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  )
}
