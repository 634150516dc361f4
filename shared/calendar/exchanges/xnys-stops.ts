import type { StopOfTrading } from '../exchange.ts'

const breaker = 'Circuit breaker after a fall of the S&P 500 by 7 %'

/**
 * Late opens, halts and closes of the New York Stock Exchange that nobody had announced. Only minutes without any
 * trading are inside: a halt from 9:34:13 to 9:49:13 leaves bars at 9:34 and at 9:49. The outage of 2015-07-08 is
 * not among them, because the same stocks were traded elsewhere.
 */
export const xnysStops: readonly StopOfTrading[] = [
  { date: '1990-11-23', from: '09:41', to: '11:15', reason: 'Halt of the exchange' },
  { date: '1990-12-27', from: '09:30', to: '11:00', reason: 'Late open after a power failure' },
  { date: '1991-01-17', from: '09:30', to: '09:31', reason: 'Minute of silence at the open' },
  { date: '1991-02-25', from: '09:30', to: '09:31', reason: 'Minute of silence at the open' },
  { date: '1991-10-22', from: '10:21', to: '10:45', reason: 'Halt of the exchange' },
  { date: '1994-02-11', from: '14:30', to: '16:00', reason: 'Early close in a snow storm' },
  { date: '1995-12-18', from: '09:30', to: '10:30', reason: 'Late open after a fault of the computers' },
  { date: '1996-01-08', from: '09:30', to: '11:00', reason: 'Late open after a snow storm' },
  { date: '1996-01-08', from: '14:00', to: '16:00', reason: 'Early close after a snow storm' },
  { date: '1997-10-27', from: '14:35', to: '15:05', reason: 'Circuit breaker' },
  { date: '1997-10-27', from: '15:30', to: '16:00', reason: 'Close by the second circuit breaker' },
  { date: '1998-10-26', from: '13:16', to: '14:15', reason: 'Halt of the exchange' },
  { date: '2001-06-08', from: '10:10', to: '11:35', reason: 'Halt of the exchange' },
  { date: '2001-09-17', from: '09:30', to: '09:33', reason: 'Silence for the dead of September 11' },
  { date: '2001-10-08', from: '09:30', to: '09:31', reason: 'Minute of silence at the open' },
  { date: '2002-09-11', from: '09:30', to: '12:00', reason: 'Late open on the anniversary of September 11' },
  { date: '2003-03-20', from: '09:30', to: '09:32', reason: 'Silence at the open' },
  { date: '2004-06-07', from: '09:30', to: '09:32', reason: 'Silence for President Reagan' },
  { date: '2005-06-01', from: '15:56', to: '16:00', reason: 'Early close after a fault of the network' },
  { date: '2006-12-27', from: '09:30', to: '09:32', reason: 'Silence for President Ford' },
  { date: '2020-03-09', from: '09:35', to: '09:49', reason: breaker },
  { date: '2020-03-12', from: '09:36', to: '09:50', reason: breaker },
  { date: '2020-03-16', from: '09:31', to: '09:45', reason: breaker },
  { date: '2020-03-18', from: '12:57', to: '13:11', reason: breaker },
]
