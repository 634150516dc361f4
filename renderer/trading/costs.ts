import type { BrokerSettings, Commission, Slippage } from '#shared/backtest/broker-settings.ts'
import { parseCommission, parseSlippage, parseSpread } from '#shared/backtest/cost-spec.ts'

/** Money and costs as they are typed; costs as on the command line. */
export interface CostsForm {
  readonly cash: string
  readonly commission: string
  readonly slippage: string
  readonly spread: string
  readonly volumeShare: string
  readonly initial: string
  readonly maintenance: string
  readonly allowShort: 'yes' | 'no'
}

/** Settings in the words they are typed in. A table of commissions stays as it is unless something else is typed. */
export function costsForm(broker: BrokerSettings): CostsForm {
  return {
    cash: String(broker.cash),
    commission: commissionText(broker.commission),
    slippage: partText(broker.slippage),
    spread: partText(broker.spread),
    volumeShare: broker.volumeShare === undefined ? '' : String(broker.volumeShare),
    initial: String(broker.margin.initial),
    maintenance: String(broker.margin.maintenance),
    allowShort: broker.allowShort ? 'yes' : 'no',
  }
}

/** What is typed as settings, or what is wrong with it; `before` has what is not typed. */
export function settingsOf(
  form: CostsForm,
  before: BrokerSettings,
): { readonly broker: BrokerSettings } | { readonly problem: string } {
  const commission = commissionOf(form.commission, before)
  const slippage = parseSlippage(form.slippage.trim())
  const spread = parseSpread(form.spread.trim())
  for (const part of [commission, slippage, spread]) if ('problem' in part) return part
  if ('problem' in commission || 'problem' in slippage || 'problem' in spread) return { problem: '' }
  const share = form.volumeShare.trim()
  return {
    broker: {
      cash: Number(form.cash.trim().replaceAll(',', '')),
      commission: commission.value,
      slippage: slippage.value,
      spread: spread.value,
      volumeShare: share === '' ? undefined : Number(share),
      margin: { initial: Number(form.initial), maintenance: Number(form.maintenance) },
      allowShort: form.allowShort === 'yes',
    },
  }
}

function commissionOf(
  text: string,
  before: BrokerSettings,
): { readonly value: Commission } | { readonly problem: string } {
  if (before.commission.kind === 'table' && text === tableText) return { value: before.commission }
  const parsed = parseCommission(text.trim())
  if ('problem' in parsed) return parsed
  const { value } = parsed
  return value.kind === 'table-file'
    ? { problem: 'A table of commissions is for backtests; use per-share, per-trade or percent here.' }
    : { value }
}

const tableText = 'table'

function commissionText(commission: Commission): string {
  switch (commission.kind) {
    case 'none':
      return 'none'
    case 'per-share':
      return `per-share:${commission.money}${commission.least === undefined ? '' : `,least:${commission.least}`}`
    case 'per-trade':
      return `per-trade:${commission.money}`
    case 'percent':
      return `percent:${commission.percent}`
    case 'table':
      return tableText
  }
}

function partText(part: Slippage): string {
  if (part.kind === 'none') return 'none'
  return part.kind === 'ticks' ? `ticks:${part.ticks}` : `percent:${part.percent}`
}
