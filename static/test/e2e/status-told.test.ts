// How soon the status reaches who has a page open: from when an admin's pause is sent until another admin's Run campaign and a caller's
// page say so. It is printed, and judged by nobody here: bench/README.md has what it was.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clickable, volunteer } from './clicking';
import { ask, base, launch, type Person, person, until } from './house';

let browser: Browser;
let maya: Person;
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
afterAll(() => browser?.close());

/** When the title began to say something, by the one clock of this machine. */
async function titles(p: Page): Promise<(title: RegExp, since: number) => Promise<number>> {
  const seen = await p.evaluateHandle(() => {
    const all: [number, string][] = [[0, document.title]];
    const look = () => all[all.length - 1]?.[1] !== document.title && all.push([Date.now(), document.title]);
    new MutationObserver(look).observe(document.head, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return all;
  });
  return async (title, since) => {
    let at = 0;
    await until(`the title says ${title}`, async () => {
      at = (await seen.jsonValue()).find(([when, what]) => when >= since && title.test(what))?.[0] ?? 0;
      return at > 0;
    });
    return at - since;
  };
}

test('a pause is on the other pages that are open', async () => {
  const c = await clickable(maya, 'Told', 20);
  const { items } = await ask<{ items: { kind: string; url: string }[] }>(
    maya,
    'GET',
    `/campaigns/${c.id}/links`,
  );
  const ben = await volunteer(
    browser,
    base + new URL(items.find((l) => l.kind === 'caller')?.url ?? '').pathname,
  );
  await ben.page.getByLabel('Your first name').fill('Ben');
  await ben.page.getByLabel('I ring in myself').check();
  await ben.page.getByRole('button', { name: 'Start calling' }).click();
  await ben.page.locator('.pill', { hasText: 'Live' }).waitFor();
  await maya.page.goto(`${base}/campaigns/${c.id}`);
  await maya.page.waitForFunction(() => / – Told/.test(document.title));
  const pages = { admin: await titles(maya.page), caller: await titles(ben.page) };
  const took: Record<string, number[]> = { admin: [], caller: [] };
  for (let i = 0; i < 20; i++) {
    const pause = i % 2 === 0;
    const sent = Date.now();
    await ask(maya, 'POST', `/campaigns/${c.id}/${pause ? 'pause' : 'resume'}`);
    for (const [who, after] of Object.entries(pages))
      took[who]?.push(await after(pause ? /paused/i : /^(?!.*paused)/i, sent));
  }
  for (const [who, all] of Object.entries(took)) {
    const sorted = all.sort((a, b) => a - b);
    console.log(`${who}: ${sorted[10]} ms in the middle, ${sorted.at(-1)} at most`);
    expect(all.length).toBe(20);
  }
  expect([...maya.faults, ...ben.faults]).toEqual([]);
});
