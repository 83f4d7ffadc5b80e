// What tests of campaigns begin with: one that has started, a second admin, volunteers who came by a link.
import type { Browser } from 'playwright-core';
import { ask, base, type Person, until } from './house';

interface Whole {
  id: string;
  version: number;
  loads: { state: string }[];
  load: { percent: number };
}

let given = 0;

/** A zone in which it is about noon now: people there may be called, at whatever hour a test runs. */
export function noonish(): string {
  const behind = new Date().getUTCHours() - 12;
  return behind === 0 ? 'Etc/GMT' : `Etc/GMT${behind > 0 ? `+${behind}` : behind}`;
}

/** A campaign that has started and is loaded: every other contact has a cell. */
export async function campaign(p: Person, of: { name: string; contacts: number }): Promise<string> {
  const c = await ask<Whole>(p, 'POST', '/campaigns', { name: of.name });
  const lines = ['Phone,First name,Line type,Time zone'];
  for (let i = 0; i < of.contacts; i++) {
    const n = given++;
    // Ofcom's numbers for drama: nobody is ever given them.
    const [kind, from] = i % 2 ? ['cell', 7_700_900_000] : ['landline', 1_134_960_000];
    lines.push(`+44${from + (n % 1000)},Person ${i},${kind},${noonish()}`);
  }
  const sent = await p.page.request.post(`${base}/api/v1/campaigns/${c.id}/contacts?name=people.csv`, {
    headers: { 'Content-Type': 'text/csv' },
    data: lines.join('\n'),
  });
  if (!sent.ok()) throw new Error(`contacts: ${sent.status()} ${await sent.text()}`);
  const now = () => ask<Whole>(p, 'GET', `/campaigns/${c.id}`);
  await until('the file is scanned', async () => (await now()).loads[0]?.state === 'scanned');
  const { items } = await ask<{ items: { number: string }[] }>(p, 'GET', `/campaigns/${c.id}/caller-ids`);
  await ask(p, 'PATCH', `/campaigns/${c.id}`, {
    version: (await now()).version,
    caller_ids: items.slice(0, 1).map((n) => n.number),
  });
  await ask(p, 'POST', `/campaigns/${c.id}/start`, {});
  await until('it is loaded', async () => (await now()).load.percent === 100);
  return c.id;
}

let colleagues = 0;

/** Another admin of the same organisation, in a browser of her own: Sarah Okoro. */
export async function colleague(browser: Browser, p: Person): Promise<Person> {
  const { invitation } = await ask<{ invitation: { link: string } }>(p, 'POST', '/users', {
    name: 'Sarah Okoro',
    email: `sarah-${Date.now()}-${colleagues++}@leeds.example`,
    role: 'admin',
  });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 2400 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (e) => faults.push(e.message));
  const token = new URL(invitation.link).pathname.split('/').pop();
  const reply = await context.request.post(`${base}/api/v1/invitations/${token}`, {
    data: { password: 'a long enough password' },
    headers: { Origin: base },
  });
  if (!reply.ok()) throw new Error(`invitation: ${reply.status()} ${await reply.text()}`);
  return { context, page, faults };
}

/** Somebody who came by the clicker link; their page is open. */
export async function join(browser: Browser, p: Person, id: string, name: string): Promise<Person> {
  const { items } = await ask<{ items: { kind: string; token: string }[] }>(
    p,
    'GET',
    `/campaigns/${id}/links`,
  );
  const token = items.find((l) => l.kind === 'clicker')?.token;
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${base}/api/v1/openapi.json`); // a page of this origin that does nothing by itself
  await page.evaluate(
    async ([token, name, id]) => {
      const reply = await fetch(`/api/v1/k/${token}/join`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ name }),
      });
      if (!reply.ok) throw new Error(await reply.text());
      const line = new WebSocket(`${location.origin.replace('http', 'ws')}/ws?as=page`, 'partyline.v1');
      Object.assign(window, { line });
      await new Promise((go) => {
        line.onopen = go;
      });
      line.send(JSON.stringify({ type: 'subscribe', topic: `campaign/${id}/clickers` }));
    },
    [token, name, id],
  );
  return { context, page, faults: [] };
}

/** Presses on so many numbers, one after the other, and waits until they are kept. */
export async function clicks(p: Person, id: string, n: number): Promise<void> {
  await p.page.evaluate(
    async ([campaign, n]) => {
      const { line } = window as unknown as { line: WebSocket };
      const say = (frame: object) =>
        line.send(JSON.stringify({ ...frame, campaign, key: crypto.randomUUID() }));
      await new Promise<void>((done, failed) => {
        let left = n as number;
        line.onmessage = (e) => {
          const f = JSON.parse(e.data as string);
          if (f.type === 'error') failed(new Error(f.title));
          if (f.type === 'leased') {
            const presses = f.numbers.slice(0, left).map((_: string, i: number) => [i, i]);
            left -= presses.length;
            say({ type: 'approve', lease: f.lease, presses });
          }
          if (f.type !== 'ack') return;
          if (left > 0) say({ type: 'lease', have: [] });
          else done();
        };
        say({ type: 'lease', have: [] });
      });
    },
    [id, n] as const,
  );
}
