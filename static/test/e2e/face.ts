// One state of a volunteer's page on a phone, light and dark: what every state has to keep.
import type { Locator } from 'playwright-core';
import { twoFrames, violations } from './axe';
import type { Volunteer } from './clicking';

const shots = process.env.PARTYLINE_SHOTS;

export interface Expected {
  /** What is pressed next: it is seen without scrolling, and nothing lies over it. */
  next?: Locator;
  /** What has the focus, by a selector; left out, nothing that a key would press by surprise. */
  focus?: string;
}

/** What is wrong with the page as it is now at 390 px; with PARTYLINE_SHOTS its pictures are kept there, too. */
export async function face(v: Volunteer, name: string, of: Expected = {}): Promise<string[]> {
  const { page } = v;
  const found: string[] = [];
  const wrong = (what: string) => found.push(`${name}: ${what}`);
  await page.setViewportSize({ width: 390, height: 844 });
  const held = (want?: string) =>
    !!document.activeElement?.matches(want ?? ':not(button, a)') &&
    (document.activeElement as Element).localName;
  await page.waitForFunction(held, of.focus, { timeout: 3_000 }).catch(async () => {
    wrong(`the focus is at ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))}`);
  });
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await twoFrames(page);
    if (shots) await page.screenshot({ path: `${shots}/${name.replace(/\W+/g, '-')}-${scheme}.png` });
    found.push(...(await violations(page, `${name}, 390 ${scheme}`)));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) wrong(`${wide} px wider than the window`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  await twoFrames(page);
  const narrow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (narrow > 0) wrong(`${narrow} px wider than a window of 320 px`);
  await page.setViewportSize({ width: 390, height: 844 });
  await twoFrames(page);
  if (of.next && !(await seen(of.next))) wrong(`one has to scroll to press ${of.next}`);
  for (const small of await page.evaluate(tooSmall)) wrong(`a finger misses ${small}`);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  return found;
}

/** Whether the whole of it is in the window, and its middle is its own. */
async function seen(next: Locator): Promise<boolean> {
  return next.evaluate((e) => {
    const { left, top, right, bottom } = e.getBoundingClientRect();
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && bottom <= innerHeight && !!over && (e.contains(over) || over.contains(e));
  });
}

/** What is pressed on this page and lower than 44 px, words of a sentence excepted. */
function tooSmall(): string[] {
  const out: string[] = [];
  for (const e of document.querySelectorAll('button, a, summary, label:has(input), input')) {
    const box = (e.tagName === 'INPUT' ? (e.closest('label') ?? e) : e).getBoundingClientRect();
    const inSentence = !!e.closest('p') && getComputedStyle(e).display.startsWith('inline');
    if (box.height > 0 && box.height < 44 && !inSentence)
      out.push(`${e.outerHTML.slice(0, 120)}: ${box.height} px`);
  }
  return out;
}
