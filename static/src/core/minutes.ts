// Minutes on the phone, and what they cost by about: as the server counts them, with the legs that are up now.

import type * as Api from './api.gen';

export type Minutes = Pick<Api.MinutesView, 'leader' | 'supporter' | 'open'>;
export type Price = Api.Price;

/** Begun minutes of both legs at this moment: each leg that is up counts its own begun ones, at least one. */
export function minutesAt(m: Minutes, now: number): { leader: number; supporter: number } {
  const sum = { leader: m.leader, supporter: m.supporter };
  for (const l of m.open) sum[l.leg] += Math.max(1, Math.ceil((now - Date.parse(l.answered_at)) / 60_000));
  return sum;
}

/** "£1.24"; nothing while the organisation has set no price. */
export function costOf(
  m: { leader: number; supporter: number },
  price: Price | undefined,
): string | undefined {
  if (!price?.currency || !(Number(price.leader) || Number(price.supporter))) return undefined;
  const amount = m.leader * Number(price.leader) + m.supporter * Number(price.supporter);
  try {
    return new Intl.NumberFormat('en-GB', { style: 'currency', currency: price.currency }).format(amount);
  } catch {
    return `${price.currency} ${amount.toFixed(2)}`; // no currency that this device knows
  }
}

/** What was called on a list after a leader's line has changed: the line's own share moves along. */
export function minutesAfter(
  all: Api.MinutesView,
  was: Minutes | undefined,
  is: Minutes,
  open: Minutes['open'],
) {
  return {
    ...all,
    leader: all.leader + is.leader - (was?.leader ?? 0),
    supporter: all.supporter + is.supporter - (was?.supporter ?? 0),
    open,
  };
}
