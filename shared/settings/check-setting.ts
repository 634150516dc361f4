import { z } from 'zod'
import { Failure } from '../protocol/failure.ts'
import { intervalShape } from '../protocol/shapes.ts'
import { nearest } from '../text/nearest.ts'
import type { Amount, Setting } from './setting.ts'
import { type SettingName, type Settings, type SettingValue, settingNames, settings } from './settings.ts'

/** Longest list of intervals, and the largest amount. */
const mostIntervals = 20
const mostAmount = 1_000_000

/** The shape of the values of one setting. */
export function shapeOf(setting: Setting): z.ZodType<SettingValue> {
  switch (setting.kind) {
    case 'switch':
      return z.boolean()
    case 'amount':
      return z.int().min(setting.least).max(mostAmount)
    case 'intervals':
      return z.array(intervalShape).max(mostIntervals).refine(isEachOnce)
  }
}

/** A value for every setting, and nothing else. */
export const settingsShape = z.custom<Settings>((value) => allSettings.safeParse(value).success)

const allSettings = z.strictObject(
  Object.fromEntries(settingNames.map((name) => [name, shapeOf(settings[name])])),
)

/** Whether a setting has this name. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name)
}

/** What is wrong with a name that no setting has: it names the nearest that one has. */
export function unknownSetting(name: string): string {
  const word = name.replaceAll('_', '').toLowerCase()
  const part = settingNames.find((known) => word !== '' && known.toLowerCase().includes(word))
  const closest = part ?? nearest(word, settingNames, 1)[0]
  const hint = closest ? `did you mean ${closest}?` : `settings are ${settingNames.join(', ')}`
  return `There is no setting ${name}; ${hint}`
}

/** What is wrong with a value of a setting; undefined when it is one of its values. */
export function wrongValue(name: SettingName, value: unknown): string | undefined {
  if (shapeOf(settings[name]).safeParse(value).success) return undefined
  return `${name} is ${kindOf(settings[name])}, not ${JSON.stringify(value) ?? String(value)}`
}

/** Reads changes of settings. Throws a Failure of code 'usage' for an unknown name or a wrong value. */
export function parseChanges(changes: Readonly<Record<string, unknown>>): Partial<Settings> {
  for (const [name, value] of Object.entries(changes)) {
    const wrong = isSettingName(name) ? wrongValue(name, value) : unknownSetting(name)
    if (wrong) throw new Failure('usage', wrong)
  }
  return changes as Partial<Settings>
}

function kindOf(setting: Setting): string {
  switch (setting.kind) {
    case 'switch':
      return 'true or false'
    case 'amount':
      return `a whole number of ${setting.unit} from ${setting.least} to ${mostAmount}`
    case 'intervals':
      return `a list of up to ${mostIntervals} intervals such as ["1m", "5m"], each once`
  }
}

/** Why values do not make sense, one sentence each, by the setting it is about. None is refused. */
export function settingWarnings(values: Settings): readonly { name: SettingName; text: string }[] {
  const warnings = settingNames.flatMap((name) => {
    const setting: Setting = settings[name]
    const text = setting.kind === 'amount' ? explain(name, setting, values[name] as number) : undefined
    return text === undefined ? [] : [{ name, text }]
  })
  const { prefetchCheckIntervalMinutes: interval, prefetchWindowMinutes: window } = values
  if (interval > window)
    warnings.push({
      name: 'prefetchCheckIntervalMinutes',
      text:
        `prefetchCheckIntervalMinutes (${interval}) is longer than prefetchWindowMinutes (${window}): ` +
        'a session may begin between two looks, and nothing is loaded ahead.',
    })
  return warnings
}

function explain(name: SettingName, setting: Amount, value: number): string | undefined {
  const { from, to } = setting.sensible ?? {}
  const missed = from && value < from.value ? from : to && value > to.value ? to : undefined
  if (!missed) return undefined
  return `${name} is ${value} ${setting.unit}; ${sensibleText(setting)} makes sense: ${missed.else}.`
}

/** The sensible range of a setting in words, e.g. "60 to 600"; empty when there is none. */
export function sensibleText({ sensible }: Amount): string {
  const { from, to } = sensible ?? {}
  if (from && to) return `${from.value} to ${to.value}`
  if (from) return `${from.value} or more`
  return to ? `${to.value} or less` : ''
}

function isEachOnce(values: readonly string[]): boolean {
  return new Set(values).size === values.length
}
