// The server's answers come late: what it has by then stands, whatever else was heard meanwhile.
import type { Browser, Route } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Volunteer, volunteer } from './clicking';
import { ask, fresh, launch, type Person, person, until } from './house';
import { callable, caller, manned, talkingTo } from './talks';

let browser: Browser;
let maya: Person;
const mobile = '+447700900163';
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
beforeEach(() => manned(mobile));
afterAll(() => browser?.close());

const asks = (v: Volunteer, title: string) => v.page.getByRole('heading', { name: title }).waitFor();

test('an answer of which the page hears last: the question after it stays, and so the talk is saved at its end', async () => {
  const c = await callable(maya, fresh('Late'), ['Aisha Khan', 'Tom Reid']);
  const ben = await caller(browser, c, 'Ben', mobile);
  const { page } = ben;
  await talkingTo(ben);
  await asks(ben, 'Who answered?');
  const keys = page.keyboard;
  await keys.press('1');
  await asks(ben, 'Will you vote?');
  await keys.press('1');
  await asks(ben, 'What matters to you?');
  await keys.press('Control+Enter');
  await asks(ben, 'How old are you?');
  await keys.press('Control+Enter');
  await asks(ben, 'When can you help?');
  const unsent = () => page.evaluate(() => Object.keys(localStorage).filter((k) => /^partyline:c:/.test(k)));
  await until('all of them are there', async () => (await unsent()).length === 0);

  // The server has this answer, and its reply comes when the page has heard of a wish that came after it, and of nothing else.
  const replies: (() => void)[] = [];
  const held = async (route: Route) => {
    const response = await route.fetch();
    await new Promise<void>((go) => replies.push(go));
    await route.fulfill({ response });
  };
  await page.route(/\/answers\/when$/, held);
  await page.route(/\/break$/, held);
  await page.route(/\/state$/, (route) => route.abort());
  await keys.press('Control+Enter');
  await asks(ben, 'Then go on');
  await until('the server has it', async () => replies.length === 1);
  await keys.press('Alt+b');
  await page.getByText('You take a break after this call.').waitFor();
  replies[0]?.();
  await until('the page knows that', async () => (await unsent()).length === 0);
  expect(await page.locator('#ask').textContent()).toBe('Then go on');
  await page.unroute(/\/state$/);
  await keys.press('Control+Enter');
  await page.getByRole('heading', { name: /^On a break since/ }).waitFor();
  for (const reply of replies) reply();
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('a page whose first request is lost asks again; a hang-up that is lost can be pressed again', async () => {
  const c = await callable(maya, fresh('Lost'), ['Tom Reid']);
  const ben = await caller(browser, c, 'Ben', mobile);
  const { page } = ben;
  await talkingTo(ben);
  await page.route(/\/open$/, (route) => route.abort(), { times: 1 });
  await page.reload();
  await asks(ben, 'Who answered?');
  await page.route(/\/hang-up$/, (route) => route.abort(), { times: 1 });
  await page.getByRole('button', { name: 'End call' }).click();
  await page.getByText('There is no connection just now.').waitFor();
  await page.getByRole('button', { name: 'End call', disabled: false }).click();
  await page.locator('.onair.done').waitFor();
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('an answer that is not acknowledged for three seconds has the line asked, and goes up when that is back', async () => {
  const c = await callable(maya, fresh('Dead'), ['Rosa Moss']);
  const ben = await caller(browser, c, 'Ben', mobile);
  const { page } = ben;
  await talkingTo(ben);
  let listens = false;
  let dead = false; // half open: nothing says so, and nothing comes back
  let alive = () => {};
  const back = new Promise<void>((go) => {
    alive = go;
  });
  const held: Route[] = [];
  await page.routeWebSocket(/\/ws/, async (ws) => {
    if (dead) await back;
    const server = ws.connectToServer();
    ws.onMessage((m) => dead || server.send(m));
    server.onMessage((m) => {
      listens = listens || String(m).includes('subscribed');
      if (!dead) ws.send(m);
    });
  });
  await page.route(/\/answers\//, (route) => (dead ? void held.push(route) : route.continue()));
  await page.clock.install();
  await page.reload();
  await asks(ben, 'Who answered?');
  await until('the page listens', async () => listens);
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 100));
  dead = true;
  await page.keyboard.press('1');
  await until('the answer is on its way', async () => held.length === 1);
  const strip = page.getByText('You are offline, and still on the phone.');
  await page.clock.runFor(6_500);
  expect(await strip.count()).toBe(0);
  await page.clock.runFor(1_000); // asked at three seconds, given up two later, and said when it is not back after two more
  await strip.waitFor();
  dead = false;
  alive();
  await page.clock.resume();
  await strip.waitFor({ state: 'detached' });
  const unsent = () => page.evaluate(() => Object.keys(localStorage).filter((k) => /^partyline:c:/.test(k)));
  await until('the server has it', async () => (await unsent()).length === 0);
  await asks(ben, 'Will you vote?');
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('who comes in and hears nothing presses again, and is one person', async () => {
  const c = await callable(maya, fresh('Once'), ['Tom Reid']);
  for (const [link, named, press] of [
    [c.callers, 'Your first name', 'Start calling'],
    [c.clickers, 'Your name', 'Start approving'],
  ] as const) {
    const ben = await volunteer(browser, link);
    const { page } = ben;
    await page.route(
      /\/join$/,
      async (route) => {
        const { 'idempotency-key': key = '' } = route.request().headers();
        const done = await fetch(route.request().url(), {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
          body: route.request().postData(),
        }); // without the browser, which hears of no cookie either
        expect(done.status).toBe(200);
        await route.abort();
      },
      { times: 1 },
    );
    await page.getByLabel(named).fill('Ben');
    const number = page.getByLabel('Your phone number');
    if (await number.count()) await number.fill(mobile);
    await page.getByRole('button', { name: press }).click();
    await page.getByText('There is no connection just now.').waitFor();
    const came = page.waitForResponse((r) => r.url().endsWith('/join') && r.ok());
    await page.getByRole('button', { name: press, disabled: false }).click();
    await came;
    await ben.context.close();
  }
  const { items } = await ask<{ items: { kind: string }[] }>(maya, 'GET', `${c.path}/people`);
  expect(items.map((p) => p.kind).sort()).toEqual(['caller', 'clicker']);
});

test('what the server says of a number stands at that number, and not at the one that is typed meanwhile', async () => {
  await manned('+447700900168'); // the other one may still be on its way to rest
  const c = await callable(maya, fresh('Typed'), ['Tom Reid']);
  const ben = await volunteer(browser, c.callers);
  const { page } = ben;
  const replies: (() => void)[] = [];
  const held = async (route: Route) => {
    const response = await route.fetch();
    await new Promise<void>((go) => replies.push(go));
    await route.fulfill({ response });
  };
  const number = page.getByLabel('Your phone number');
  const first = page.getByLabel('Your first name');
  const right = page.getByText('GB mobile, +44 7700 900168');
  const rightStays = async () => {
    await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
    expect(await right.isVisible()).toBe(true);
    expect(await page.getByText(/too short/).count()).toBe(0);
    expect(await first.evaluate((e) => e === document.activeElement)).toBe(true);
  };

  // A number is left, and looked at for long.
  await page.route(/\/phone$/, held, { times: 1 });
  await number.fill('0770');
  await first.fill('Ben');
  await until('it is looked at', async () => replies.length === 1);
  await number.fill('07700 900168');
  await first.focus();
  await right.waitFor();
  const looked = page.waitForResponse(/\/phone$/);
  replies[0]?.();
  await looked;
  await rightStays();

  // It is sent, and refused after it was mended.
  await page.route(/\/number$/, held, { times: 1 });
  await number.fill('0770');
  await page.getByRole('button', { name: 'Start calling' }).click();
  await until('it is sent', async () => replies.length === 2);
  await number.fill('07700 900168');
  await first.focus();
  await right.waitFor();
  replies[1]?.();
  await page.getByRole('button', { name: 'Start calling', disabled: false }).waitFor();
  await rightStays();

  await page.getByRole('button', { name: 'Start calling' }).click();
  await asks(ben, 'We are ringing your phone');
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});
