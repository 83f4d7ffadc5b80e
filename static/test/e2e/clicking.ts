// A campaign with numbers to approve, and people who come in by its clicker link.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { noonish } from './campaigns';
import { ask, base, type Look, type Person, until } from './house';

export interface Clickable {
  id: string;
  name: string;
  /** The clicker link. */
  link: string;
}

/** A started campaign of so many mobile numbers, all of which need a click. */
export async function clickable(admin: Person, name: string, numbers: number): Promise<Clickable> {
  const made = await ask<{ id: string }>(admin, 'POST', '/campaigns', { name });
  const path = `/campaigns/${made.id}`;
  const rows = Array.from(
    { length: numbers },
    (_, i) => `+44770090${String(i).padStart(4, '0')},Person ${i},cell,${noonish()}`,
  );
  const file = await admin.page.request.fetch(`${base}/api/v1${path}/contacts?name=people.csv`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv' },
    data: `Phone,First name,Line type,Time zone\n${rows.join('\n')}\n`,
  });
  if (!file.ok()) throw new Error(await file.text());
  type Whole = { version: number; loads: { state: string }[]; load: { percent: number } };
  let whole: Whole;
  await until('the file is scanned', async () => {
    whole = await ask<Whole>(admin, 'GET', path);
    return whole.loads[0]?.state === 'scanned';
  });
  const { items } = await ask<{ items: { number: string }[] }>(admin, 'GET', `${path}/caller-ids`);
  await ask(admin, 'PATCH', path, { version: whole!.version, caller_ids: [items[0]?.number] });
  await ask(admin, 'POST', `${path}/start`);
  await until(
    'the numbers are loaded',
    async () => (await ask<Whole>(admin, 'GET', path)).load.percent === 100,
  );
  const links = await ask<{ items: { kind: string; url: string }[] }>(admin, 'GET', `${path}/links`);
  const link = links.items.find((l) => l.kind === 'clicker')?.url ?? '';
  return { id: made.id, name, link: base + new URL(link).pathname };
}

export interface Volunteer {
  context: BrowserContext;
  page: Page;
  faults: string[];
}

/** Somebody with a browser of their own who opens a link. */
export async function volunteer(browser: Browser, link: string, look: Look = {}): Promise<Volunteer> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 390, height: look.height ?? 844 },
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    hasTouch: (look.width ?? 390) < 640,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (e) => faults.push(e.message));
  page.on('console', (m) => {
    if (/Content Security Policy/.test(m.text())) faults.push(m.text());
  });
  await page.goto(link);
  return { context, page, faults };
}

/** Joins by name, and waits for a number. */
export async function join(v: Volunteer, name: string): Promise<void> {
  await v.page.getByLabel('Your name').fill(name);
  await v.page.getByRole('button', { name: 'Start approving' }).click();
  await ready(v);
}

export async function ready(v: Volunteer): Promise<void> {
  await v.page.locator('main[data-state=number]').waitFor();
}

/** What the page says this person has approved. */
export async function mine(v: Volunteer): Promise<number> {
  return Number((await v.page.locator('.mine b').textContent())?.replace(/,/g, ''));
}
