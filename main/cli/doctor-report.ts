import type { Health, HealthCheck } from '../engine/doctor/health-check.ts'

const marks: Readonly<Record<Health, string>> = { ok: 'ok', warning: 'warning', error: 'ERROR' }

/** What a doctor found, for a person to read: a line a check, and below it what to do. */
export function doctorReport(store: string, checks: readonly HealthCheck[]): string {
  const labels = checks.map(({ part, name }) => `${part} ${name}`)
  const width = Math.max(...labels.map(({ length }) => length))
  const lines = checks.flatMap(({ status, detail, remedy }, i) => {
    const line = `${marks[status].padEnd(7)}  ${labels[i]?.padEnd(width)}  ${detail}`
    return remedy === '' ? [line] : [line, `${' '.repeat(width + 11)}→ ${remedy}`]
  })
  return [...lines, '', `${store}: ${summary(checks)}`, ''].join('\n')
}

function summary(checks: readonly HealthCheck[]): string {
  const count = (wanted: Health) => checks.filter(({ status }) => status === wanted).length
  const [errors, warnings] = [count('error'), count('warning')]
  if (errors + warnings === 0) return `all ${checks.length} checks are ok`
  return `${checks.length} checks, errors: ${errors}, warnings: ${warnings}`
}
