import { useEffect, useRef } from 'react'
import { showDifference } from './difference.ts'

/** How a text differs from an earlier one. */
export default function DifferencePane({ earlier, now }: { earlier: string; now: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => (place.current ? showDifference(place.current, earlier, now) : undefined), [earlier, now])
  return <div ref={place} className="min-h-0 flex-1 overflow-hidden" data-testid="strategy-difference" />
}
