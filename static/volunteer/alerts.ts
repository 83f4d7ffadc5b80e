// Alert bars: what the organisers say on every open page, each from its start to the instant of its expiry by the server's clock.
import type { components } from '../src/core/api.gen';
import { ask, type Me, type Problem, pathOf } from './boot';
import { named } from './names';

export type Alert = components['schemas']['AlertView'];

const most = 5;
const longest = 60_000;
/** A report that did not arrive is sent again after that, and after twice as long each time, up to a while. */
const tellAgain = 5_000;
const tellMost = 300_000;

export interface AlertBars {
  /** Takes the whole set anew, newest first, current and coming ones. */
  show(alerts: Alert[]): void;
}

/** The ones to be seen at an instant, and how long until that changes (Infinity: never). */
export function current(alerts: Alert[], now: number): { seen: Alert[]; change: number } {
  let change = Number.POSITIVE_INFINITY;
  const seen = alerts.filter((a) => {
    if (!a.shown) return false;
    const from = a.starts_at ? Date.parse(a.starts_at) : 0;
    const to = a.expires_at ? Date.parse(a.expires_at) : Number.POSITIVE_INFINITY;
    if (from > now) change = Math.min(change, from - now);
    else if (to > now) change = Math.min(change, to - now);
    return from <= now && now < to;
  });
  return { seen: seen.slice(0, most), change };
}

/** Shows them in a box. `now` is the server's clock, `name` who looks; `tell` is called for each version that was on a visible
 *  screen, one call at a time, until it answers true: heard, or never to be. */
export function alertBars(
  box: HTMLElement,
  now: () => number,
  name: () => string,
  tell: (id: string, version: number) => Promise<boolean>,
): AlertBars {
  let all: Alert[] = [];
  let drawn = '';
  let timer = 0;
  /** By version: told, or under way; and how often in vain. */
  const told: Record<string, boolean> = {};
  const failed: Record<string, number> = {};

  function report(a: Alert) {
    const which = `${a.id} ${a.version}`;
    if (told[which]) return;
    told[which] = true;
    tell(a.id, a.version).then((heard) => {
      if (heard) return;
      const tries = failed[which] ?? 0;
      failed[which] = tries + 1;
      const wait = Math.min(tellMost, tellAgain * 2 ** tries) * (0.75 + Math.random() / 2);
      window.setTimeout(() => {
        told[which] = false;
        look();
      }, wait);
    });
  }

  function look() {
    clearTimeout(timer);
    const { seen, change } = current(all, now());
    const text = name() + JSON.stringify(seen);
    if (text !== drawn) {
      drawn = text;
      box.textContent = '';
      for (const a of seen) box.append(bar(a, name()));
    }
    if (name() && document.visibilityState !== 'hidden') for (const a of seen) report(a);
    // a clock that is put right meanwhile is noticed within a minute
    if (change < Number.POSITIVE_INFINITY) timer = window.setTimeout(look, Math.min(change, longest));
  }
  document.addEventListener('visibilitychange', look);
  return {
    show(alerts) {
      all = alerts;
      look();
    },
  };
}

/** Those of a volunteer's page, in the box that stands in it. `me` is who has come in. */
export function barsOf(
  kind: 'k' | 'c',
  token: string,
  now: () => number,
  me: () => Me | undefined,
): AlertBars {
  return alertBars(
    document.getElementById('bars') as HTMLElement,
    now,
    () => me()?.name ?? '',
    (id, version) => {
      const path = pathOf(kind, token, `/alerts/${encodeURIComponent(id)}/seen`);
      return ask('POST', path, { version }).then(
        () => true,
        (p: Problem) => p.status >= 400 && p.status < 500 && p.status !== 429,
      );
    },
  );
}

function bar(a: Alert, name: string): HTMLElement {
  const d = document.createElement('div');
  d.className = `alertbar ${a.level}`;
  const icon =
    '<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="M5.5 8.5a4.5 4.5 0 0 1 9 0c0 4 1.5 5 1.5 5H4s1.5-1 1.5-5M8.5 16.2c.8.7 2.2.7 3 0"/></svg>';
  d.innerHTML = `${icon}<div></div>`;
  const text = d.lastElementChild;
  if (text) {
    text.innerHTML = a.html;
    named(text, name);
  }
  return d;
}
