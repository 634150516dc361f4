const exponentForm = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/

/** The shortest decimal that reads back as the same double, without an exponent: 1e-7 is 0.0000001. */
export function formatNumber(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  const match = exponentForm.exec(text)
  if (!match) return text
  const [, sign = '', first = '', rest = '', power = ''] = match
  const digits = first + rest
  const point = 1 + Number(power)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + digits.padEnd(point, '0')
}
