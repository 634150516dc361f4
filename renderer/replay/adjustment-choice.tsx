import { ChevronDown } from 'lucide-react'
import { type AdjustmentMode, adjustmentModes } from '#shared/bars/adjustment-mode.ts'
import { useReplay } from '../stores/replay.ts'
import { keepFocus } from '../ui/input-mode.ts'
import { Menu, MenuChoices } from '../ui/menu.tsx'
import { adjustmentNames } from './adjustment-names.ts'
import { showAdjustment } from './session.ts'

/** Says how earlier sessions of a symbol are shown, and offers the other ways; nothing where all are the same. */
export function AdjustmentChoice({ symbol }: { symbol: string | undefined }) {
  const chosen = useReplay((state) => state.adjustment)
  const adjustable = useReplay(
    (state) => state.info?.symbols.find((listed) => listed.symbol === symbol)?.adjustable === true,
  )
  if (!adjustable) return null
  const choose = (name: string): void => {
    const mode = adjustmentModes.find((known): known is AdjustmentMode => known === name)
    if (mode) void showAdjustment(mode)
  }
  return (
    <Menu
      label="History"
      trigger={
        <button
          type="button"
          aria-label={`History ${adjustmentNames[chosen]}`}
          title="How earlier sessions are shown"
          data-testid="adjustment"
          className="-my-1 flex h-6 shrink-0 items-center gap-1 rounded-sm border border-line px-1.5 text-muted text-sm transition-colors hover:border-edge hover:text-ink"
          onMouseDown={keepFocus}
        >
          {adjustmentNames[chosen]}
          <ChevronDown className="size-3" aria-hidden="true" />
        </button>
      }
    >
      <MenuChoices
        value={chosen}
        onChange={choose}
        options={adjustmentModes.map((mode) => ({ value: mode, label: `History ${adjustmentNames[mode]}` }))}
      />
    </Menu>
  )
}
