/** What synthetic bars in missing minutes are, wherever they are offered. */
export const standInMeaning =
  'Synthetic bars are flat at the last close, with volume 0: they never fill an order and do not count as data.'
