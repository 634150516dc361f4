import { Progress as Radix } from 'radix-ui'

/** How far work is, from 0 to 1; undefined while that is not known. */
export function Progress({ label, value }: { label: string; value: number | undefined }) {
  return (
    <Radix.Root
      aria-label={label}
      value={value === undefined ? null : Math.round(value * 100)}
      className="h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <Radix.Indicator
        className="h-full rounded-full bg-accent transition-[width] duration-150 data-[state=indeterminate]:animate-pass"
        style={{ width: value === undefined ? '35%' : `${value * 100}%` }}
      />
    </Radix.Root>
  )
}
