import { CalendarChangedNote } from '../calendar-overlay/calendar-changed-note.tsx'
import { GapList } from '../ledger/gap-list.tsx'
import { useLedgerFeed } from '../ledger/ledger-feed.ts'
import { useReplay } from '../stores/replay.ts'
import { OrderTicket } from '../trading/order-ticket.tsx'
import { PositionPanel } from '../trading/position-panel.tsx'
import { Strips } from '../trading/strips.tsx'
import { WatchlistPanel } from '../watchlist/watchlist-panel.tsx'
import { ChartPanel } from './chart-panel.tsx'
import { useMinuteFeed } from './minutes.ts'
import { QualityPanel } from './quality-panel.tsx'
import { SessionBanner } from './session-banner.tsx'
import { SessionCard } from './session-card.tsx'
import { Transport } from './transport.tsx'

/** A session on the chart, its symbols on the left, what is known about its bars on the right. */
export function ReplayView() {
  useMinuteFeed()
  useLedgerFeed()
  const isOfBefore = useReplay(({ status }) => status.state === 'opening' && status.shows === 'before')
  return (
    <div className="flex min-h-0 flex-1 flex-col aria-busy:opacity-60" aria-busy={isOfBefore}>
      <SessionBanner />
      <div className="flex min-h-0 flex-1">
        <WatchlistPanel />
        <section aria-label="Chart" className="flex min-w-0 flex-1 flex-col bg-canvas">
          <CalendarChangedNote />
          <ChartPanel />
          <Transport />
          <Strips />
        </section>
        <aside
          aria-label="Quality and session"
          className="@container flex w-[18.5rem] shrink-0 flex-col overflow-x-hidden overflow-y-auto border-line border-l bg-panel max-[1240px]:w-60"
        >
          <OrderTicket />
          <PositionPanel />
          <QualityPanel />
          <GapList />
          <SessionCard />
        </aside>
      </div>
    </div>
  )
}
