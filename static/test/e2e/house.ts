// The house under test, as people meet it: browsers, phones, and the carrier's ledger.
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run these tests by "go test ./e2e"`);
  return value;
};

export const base = need('PARTYLINE_URL');
export const sim = need('PARTYLINE_SIM');
/** First name → e-mail and password. */
const signIns = JSON.parse(need('PARTYLINE_SIGNINS')) as Record<string, [string, string]>;

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROME_BIN ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Look {
  width?: number;
  /** High by default: of the queue only the rows in sight exist. */
  height?: number;
  dark?: boolean;
  /** The device's time zone. */
  zone?: string;
}

/** A browser of its own for one person, signed in. Errors of its pages fail the test that reads `faults`. */
export async function person(browser: Browser, name: string, look: Look = {}): Promise<Person> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: look.height ?? 2400 },
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: look.zone,
    hasTouch: (look.width ?? 1280) < 640,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (e) => faults.push(e.message));
  const [email, password] = signIns[name] ?? ['', ''];
  await page.goto(base);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.locator('nav.side').waitFor({ state: 'attached' });
  return { context, page, faults };
}

export interface Person {
  context: BrowserContext;
  page: Page;
  faults: string[];
}

/** A request by the person's own login. */
export async function ask<T>(p: Person, method: string, path: string, data?: unknown): Promise<T> {
  const reply = await p.page.request.fetch(`${base}/api/v1${path}`, { method, data });
  const text = await reply.text();
  if (!reply.ok()) throw new Error(`${method} ${path}: ${reply.status()} ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

interface Named {
  id: string;
  name: string;
}

export async function group(p: Person): Promise<Named> {
  const { items } = await ask<{ items: Named[] }>(p, 'GET', '/groups');
  if (!items[0]) throw new Error('the demo has no group');
  return items[0];
}

/** A name that nothing else has: a second try on the same server meets what the first one left. */
export function fresh(name: string): string {
  return `${name} ${crypto.randomUUID().slice(0, 6)}`;
}

/** What a phone's owner does: answer, decline, hangup, or press keys. */
export async function phone(
  number: string,
  what: 'answer' | 'decline' | 'hangup' | 'press',
  keys = '',
): Promise<void> {
  const reply = await fetch(`${sim}/_sim/phone/${encodeURIComponent(number)}/${what}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ keys }),
  });
  if (!reply.ok) throw new Error(`${what}: ${reply.status} ${await reply.text()}`);
}

/** Waits until the phone rings, or waits for a key. */
export async function phoneIs(number: string, what: 'ringing' | 'listening'): Promise<void> {
  await until(`the phone is ${what}`, async () => {
    const reply = await fetch(`${sim}/_sim/phone/${encodeURIComponent(number)}/state`);
    const { call } = (await reply.json()) as { call?: { state: string; keys?: boolean } };
    return what === 'ringing' ? call?.state === 'ringing' : !!call?.keys;
  });
}

/** Puts down a phone that an earlier try left in a call. */
export async function atRest(number: string): Promise<void> {
  const reply = await fetch(`${sim}/_sim/phone/${encodeURIComponent(number)}/hangup`, { method: 'POST' });
  if (!reply.ok && reply.status !== 409) throw new Error(`hangup: ${reply.status} ${await reply.text()}`); // 409: there is none
}

/** How somebody's phone behaves from now on: a script of the simulated carrier. */
export async function behave(number: string, script: unknown): Promise<void> {
  const reply = await fetch(`${sim}/_sim/numbers/${encodeURIComponent(number)}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(script),
  });
  if (!reply.ok) throw new Error(`script: ${reply.status} ${await reply.text()}`);
}

export async function until(what: string, f: () => Promise<boolean>, patience = 30_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await f())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((go) => setTimeout(go, 50)); // between two looks
  }
}
