import { type ReactNode, useState } from 'react'
import { exchangeName, knownExchanges } from '#shared/calendar/calendars.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import { useSources } from '../sources/sources.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useWatchlists } from '../stores/watchlists.ts'
import { Dialog } from '../ui/dialog.tsx'
import { DialogForm, type Refusal, useSending } from '../ui/dialog-form.tsx'
import { Choice, Input } from '../ui/field.tsx'
import { FormField } from '../ui/form-field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { IntervalChoice, SourceChoice } from './plan-choices.tsx'
import { newPlanText, type PlanField, type PlanText, planOfText, textOfPlan } from './plan-form.ts'
import { savePlan } from './prefetch.ts'

const choices = [
  { value: 'watchlist', label: 'A watchlist' },
  { value: 'list', label: 'These symbols' },
  { value: 'used', label: 'Used most' },
] as const
const times = [
  { value: 'before-open', label: 'Before each open' },
  { value: 'at', label: 'At a time' },
  { value: 'cron', label: 'By cron' },
] as const
const missed = [
  { value: 'run', label: 'Run at the next start' },
  { value: 'skip', label: 'Skip it' },
] as const

/** Asks what a plan is: a new one, or the one to be changed. */
export function PlanDialog({
  open,
  changed,
  onClose,
}: {
  open: boolean
  changed: Plan | undefined
  onClose: () => void
}) {
  return (
    <Dialog
      title={changed ? `Change ${changed.name}` : 'New plan'}
      description="What is made ready before a session begins, and when."
      open={open}
      onClose={onClose}
      wide
    >
      <PlanForm changed={changed} onClose={onClose} />
    </Dialog>
  )
}

function PlanForm({ changed, onClose }: { changed: Plan | undefined; onClose: () => void }) {
  const lists = useWatchlists((state) => state.lists)
  const exchanges = useOpenStore((state) => state.store?.exchanges) ?? []
  const sources = useSources((state) => state.state?.sources) ?? []
  const [text, setText] = useState<PlanText>(() =>
    changed ? textOfPlan(changed) : newPlanText(exchanges[0] ?? 'XNYS', lists[0]?.name),
  )
  const send = async (): Promise<Refusal<PlanField> | undefined> => {
    const read = planOfText(text)
    return 'plan' in read ? savePlan(read.plan, changed?.name) : read
  }
  const sending = useSending(send, onClose)
  const { problemOf } = sending
  const put = (changes: Partial<PlanText>): void => {
    setText({ ...text, ...changes })
    sending.forget()
  }
  const codes = [...new Set([...exchanges, ...knownExchanges()])]
  return (
    <DialogForm sending={sending} action={changed ? 'Change' : 'Make plan'} onClose={onClose}>
      <div className="grid grid-cols-2 gap-x-4 gap-y-4">
        <FormField name="Name" problem={problemOf('name')}>
          {(tied) => (
            <Input
              {...tied}
              value={text.name}
              maxLength={80}
              onChange={({ target }) => put({ name: target.value })}
            />
          )}
        </FormField>
        <FormField name="Exchange" hint="Its next session is made ready" problem={problemOf('exchange')}>
          {(tied) => (
            <Choice
              {...tied}
              value={text.exchange}
              options={codes.map((code) => ({ value: code, label: `${code} · ${exchangeName(code)}` }))}
              onChange={(exchange) => put({ exchange })}
            />
          )}
        </FormField>
      </div>
      <div className="grid grid-cols-2 gap-x-4">
        <Group name="Symbols">
          <Segmented
            label="Which symbols"
            value={text.choice}
            options={choices}
            onChange={(choice) => put({ choice })}
          />
        </Group>
        {text.choice === 'watchlist' && (
          <FormField name="Watchlist" problem={problemOf('symbols')} hint="As it is when the plan runs">
            {(tied) => (
              <Choice
                {...tied}
                value={text.watchlist}
                options={namesOf(
                  lists.map(({ name }) => name),
                  text.watchlist,
                )}
                onChange={(watchlist) => put({ watchlist })}
              />
            )}
          </FormField>
        )}
        {text.choice === 'list' && (
          <FormField name="Names" hint="With blanks between them" problem={problemOf('symbols')}>
            {(tied) => (
              <Input
                {...tied}
                value={text.symbols}
                onChange={({ target }) => put({ symbols: target.value })}
              />
            )}
          </FormField>
        )}
        {text.choice === 'used' && (
          <FormField
            name="How many at most"
            hint="Of those listed under Used most"
            problem={problemOf('symbols')}
          >
            {(tied) => (
              <Input {...tied} value={text.most} onChange={({ target }) => put({ most: target.value })} />
            )}
          </FormField>
        )}
      </div>
      <div className="grid grid-cols-2 gap-x-4">
        <Group name="When, on the clock of the exchange">
          <Segmented
            label="When it runs"
            value={text.time}
            options={times}
            onChange={(time) => put({ time })}
          />
        </Group>
        <FormField name={timeName(text.time)} hint={timeHint(text.time)} problem={problemOf('when')}>
          {(tied) => (
            <Input
              {...tied}
              value={text.time === 'before-open' ? text.minutes : text.time === 'at' ? text.at : text.line}
              onChange={({ target: { value } }) =>
                put(
                  text.time === 'before-open'
                    ? { minutes: value }
                    : text.time === 'at'
                      ? { at: value }
                      : { line: value },
                )
              }
            />
          )}
        </FormField>
      </div>
      <div className="grid grid-cols-2 gap-x-4 gap-y-4">
        <FormField
          name="Trailing sessions"
          hint="Before the one made ready; sessions, not days"
          problem={problemOf('trailing')}
        >
          {(tied) => (
            <Input
              {...tied}
              value={text.trailing}
              onChange={({ target }) => put({ trailing: target.value })}
            />
          )}
        </FormField>
        <FormField name="If a run was missed" hint="The computer was off or asleep">
          {(tied) => (
            <Choice
              {...tied}
              value={text.missed}
              options={missed}
              onChange={(value) => put({ missed: value })}
            />
          )}
        </FormField>
        <FormField name="Minutes at most" hint="Empty for no limit" problem={problemOf('budget')}>
          {(tied) => (
            <Input
              {...tied}
              value={text.budgetMinutes}
              onChange={({ target }) => put({ budgetMinutes: target.value })}
            />
          )}
        </FormField>
        <FormField name="Requests at most" hint="Empty for no limit">
          {(tied) => (
            <Input
              {...tied}
              value={text.budgetRequests}
              onChange={({ target }) => put({ budgetRequests: target.value })}
            />
          )}
        </FormField>
      </div>
      <div className="grid grid-cols-2 gap-x-4">
        <IntervalChoice chosen={text.intervals} onChange={(intervals) => put({ intervals })} />
        <SourceChoice
          names={sources.map(({ name }) => name)}
          chosen={text.sources}
          onChange={(chosen) => put({ sources: chosen })}
        />
      </div>
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={text.enabled}
          onChange={({ target }) => put({ enabled: target.checked })}
        />
        Runs by itself
      </label>
    </DialogForm>
  )
}

/** A choice that is no field of its own, beside the field that it brings. */
function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col items-start gap-1">
      <span className="font-medium text-muted text-xs">{name}</span>
      {children}
    </div>
  )
}

/** Names to choose from, that which is chosen among them though it may be gone. */
function namesOf(
  names: readonly string[],
  chosen: string,
): readonly { readonly value: string; readonly label: string }[] {
  const gone = chosen !== '' && !names.includes(chosen)
  const known = names.map((name) => ({ value: name, label: name }))
  return gone ? [{ value: chosen, label: `${chosen} (is not there)` }, ...known] : known
}

function timeName(kind: PlanText['time']): string {
  return kind === 'before-open' ? 'Minutes before' : kind === 'at' ? 'Time of day' : 'Cron line'
}

function timeHint(kind: PlanText['time']): string {
  if (kind === 'before-open') return 'Half days and late opens included'
  if (kind === 'at') return 'HH:MM, on days that have a session'
  return 'Minute, hour, day of month, month, day of week'
}
