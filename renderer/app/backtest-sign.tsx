import { useEffect, useRef } from 'react'
import { loadBacktestsAnew } from '../backtest/backtests.ts'
import { phaseOf, shareOf } from '../backtest/jobs.ts'
import { useBacktest } from '../stores/backtest.ts'
import { useConnection } from '../stores/connection.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { showView, useView } from '../stores/view.ts'
import { forgetSweep } from '../sweep/sweeps.ts'
import { Progress } from '../ui/progress.tsx'
import { Tip } from '../ui/tip.tsx'

/** How far a backtest is, while another view is shown. */
export function BacktestSign() {
  const path = useOpenStore((state) => state.store?.path)
  const connected = useConnection((state) => state.connection.phase === 'connected')
  const job = useBacktest((state) => state.jobs[0])
  const isShown = useView((state) => state.view === 'backtest')
  const before = useRef<string>(undefined)
  useEffect(() => {
    if (!connected) return
    void loadBacktestsAnew(before.current !== path)
    forgetSweep()
    before.current = path
  }, [path, connected])
  if (!job || isShown) return null
  const share = shareOf(job)
  return (
    <Tip text={`${job.title}: show the backtests`} side="top">
      <button
        type="button"
        data-testid="backtest-sign"
        onClick={() => showView('backtest')}
        className="flex min-w-0 items-center gap-2 rounded-sm hover:text-ink"
      >
        Backtest: {phaseOf(job).toLowerCase()}
        {share !== undefined && ` ${Math.floor(100 * share)} %`}
        <span className="w-24">
          <Progress label="Backtest" value={share} />
        </span>
      </button>
    </Tip>
  )
}
