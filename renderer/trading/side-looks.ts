/** The look of what buys and of what sells. */
export const sideLooks = {
  buy: 'border-up/50 bg-up/15 text-up hover:bg-up/25',
  sell: 'border-down/50 bg-down/15 text-down hover:bg-down/25',
} as const
