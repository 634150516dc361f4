import { expect, test } from 'vitest'
import { channels, darkPalette, heatColour, lightPalette, type Palette } from './palette.ts'

/** Contrast of two colours as WCAG 2.2 defines it, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

test('contrast is that of WCAG', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 6)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

test.each<[string, Palette]>([
  ['dark', darkPalette],
  ['light', lightPalette],
])('texts of the %s palette have a contrast of 4.5, lines of 3', (_, palette) => {
  for (const under of [palette.canvas, palette.panel])
    for (const text of [palette.ink, palette.muted, palette.accent, palette.up, palette.down])
      expect(contrast(text, under), `${text} on ${under}`).toBeGreaterThanOrEqual(4.5)
  for (const line of [palette.accent, palette.held, palette.up, palette.down])
    expect(contrast(line, palette.panel), line).toBeGreaterThanOrEqual(3)
  for (const side of ['up', 'down'] as const)
    palette.heat.forEach((_, level) => {
      const under = heatColour(palette, side, level)
      expect(contrast(palette.ink, under), `${side} ${level}`).toBeGreaterThanOrEqual(4.5)
    })
})
