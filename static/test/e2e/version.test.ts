// A newer build is served while a page is open: it says so, reloads when told, and never during a call.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { base, launch, type Person, person, phone } from './house';
import { open, see, settled, stage, talk, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** From now on the server's page names another script, as after an update, and the connection broke meanwhile. */
async function redeploy(p: Person): Promise<void> {
  await p.context.route(`${base}/`, async (route) => {
    const reply = await route.fetch();
    const body = (await reply.text()).replace(/app-[^"]+\.js/, 'app-newer.js');
    await route.fulfill({ response: reply, body });
  });
  await tunnel(p);
}

/** The connection breaks and comes back; the page has asked which version is served. */
async function tunnel(p: Person, inside: () => Promise<void> = async () => {}): Promise<void> {
  const set = async (off: boolean) => {
    await p.context.setOffline(off);
    await p.page.evaluate((o) => dispatchEvent(new Event(o ? 'offline' : 'online')), off);
  };
  await set(true);
  await see(p, /Reconnecting|Offline/);
  await inside();
  const asked = p.page.waitForEvent('requestfinished', (r) => r.url() === `${base}/`);
  await set(false);
  await asked;
}

const pill = (p: Person) => p.page.locator('.pill.new');

test.each([390, 1280])('the pill offers the new version, %i px wide, and Reload brings it', async (width) => {
  const ben = await person(browser, 'Ben', { width, height: 844 });
  for (const path of ['/sessions', '/lists']) {
    await visit(ben, path);
    await see(ben, 'Live');
    await redeploy(ben);
    await pill(ben).getByText('New version').waitFor();
    expect(await ben.page.getByRole('status').filter({ hasText: 'New version' }).count()).toBe(1);
    const box = await pill(ben).boundingBox();
    expect(box && box.x + box.width, 'it is in sight').toBeLessThanOrEqual(width);
    expect(await findings(ben.page, `new version, ${path}`)).toEqual([]);
    await ben.page.setViewportSize({ width, height: 844 });
    const loaded = ben.page.waitForEvent('load');
    await ben.page.getByRole('button', { name: 'Reload' }).press('Enter');
    await loaded;
    await see(ben, 'Live');
    expect(await pill(ben).count()).toBe(0);
  }
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('during a call nothing is offered; when the leader has hung up, it is', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, 'version', ['Aisha Khan', 'Ben Okafor']);
  await open(ben, s.session);
  const mobile = await talk(ben, s.people[0] as (typeof s.people)[0]);
  await redeploy(ben);
  await see(ben, 'Live');
  await see(ben, 'Talking to');
  expect(await pill(ben).count()).toBe(0);
  await phone(mobile, 'hangup');
  await see(ben, /^Paused/);
  await pill(ben).waitFor();
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('a dialog that could not be fetched in a tunnel is no new version', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, 'tunnel', ['Aisha Khan', 'Ben Okafor']);
  await open(ben, s.session);
  await settled(ben);
  await tunnel(ben, async () => {
    await ben.page.getByRole('button', { name: 'Session menu' }).click();
    await ben.page.getByRole('menuitem', { name: 'Export…' }).click();
    await see(ben, 'Couldn’t open this: the server cannot be reached.');
  });
  await see(ben, 'Live');
  expect(await pill(ben).count()).toBe(0);
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});
