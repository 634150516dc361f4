import { RadioGroup } from 'radix-ui'
import { type SourceKind, sourceKinds } from '#shared/protocol/source-calls.ts'
import { kinds } from './kinds.ts'

/** The kinds of sources, one of which is chosen; the arrow keys go through them. */
export function KindChoice({ value, onChange }: { value: SourceKind; onChange: (kind: SourceKind) => void }) {
  const choose = (chosen: string): void => {
    const kind = sourceKinds.find((known) => known === chosen)
    if (kind) onChange(kind)
  }
  return (
    <RadioGroup.Root
      aria-label="Kind of source"
      value={value}
      onValueChange={choose}
      className="grid grid-cols-3 gap-2"
    >
      {sourceKinds.map((kind) => {
        const { label, means, Icon } = kinds[kind]
        return (
          <RadioGroup.Item
            key={kind}
            value={kind}
            autoFocus={kind === value}
            className="flex flex-col items-start gap-0.5 rounded-md border border-line bg-raised p-2.5 text-left transition-colors hover:border-edge data-[state=checked]:border-accent data-[state=checked]:bg-accent/10"
          >
            <span className="flex items-center gap-2 font-medium text-sm">
              <Icon className="size-4 shrink-0 text-accent" aria-hidden="true" />
              {label}
            </span>
            <span className="text-faint text-xs">{means}</span>
          </RadioGroup.Item>
        )
      })}
    </RadioGroup.Root>
  )
}
