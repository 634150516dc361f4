/** The product's mark: a reel whose spokes are a candle. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={className} fill="none" aria-hidden="true">
      <circle cx="12" cy="12" r="9.5" stroke="var(--color-accent)" strokeWidth="2" />
      <path d="M12 5.5v2.5M12 16v2.5" stroke="var(--color-accent)" strokeWidth="1.6" strokeLinecap="round" />
      <rect x="9.4" y="8" width="5.2" height="8" rx="1.2" fill="var(--color-accent)" />
    </svg>
  )
}
