// The callers' page for the docs: coming in, waiting, the script, an end card.
import type { Browser } from 'playwright-core';
import { clickable, volunteer } from './clicking';
import { ask, base, type Person } from './house';

type Shoot = (p: Person, name: string, of?: 'page' | 'moment') => Promise<void>;

export async function callerPictures(browser: Browser, maya: Person, shoot: Shoot): Promise<void> {
  const c = await clickable(maya, 'Spring GOTV', 40);
  const path = `/campaigns/${c.id}`;
  const { items } = await ask<{ items: { kind: string; url: string }[] }>(maya, 'GET', `${path}/links`);
  const link = base + new URL(items.find((l) => l.kind === 'caller')?.url ?? '').pathname;
  const ben = await volunteer(browser, link);
  await ben.page.getByLabel('Your first name').fill('Ben');
  await shoot(ben, 'caller-join');
  await ben.page.keyboard.press('Enter');
  await ask(maya, 'POST', `${path}/alerts`, {
    text: 'Great work: **200** talks to go before 15:00.',
    audience: 'callers',
  });
  await ben.page.locator('.pill', { hasText: 'Live' }).waitFor();
  await ben.page.locator('.alertbar').waitFor();
  await shoot(ben, 'caller-waiting');
  await ben.page.getByRole('button', { name: 'Read the script' }).click();
  await ben.page.getByRole('heading', { name: 'Who answered?' }).waitFor();
  await shoot(ben, 'caller-script');
  await ben.page.keyboard.press('Escape');
  await ask(maya, 'PUT', `${path}/end-cards/paused`, {
    version: 0,
    title: 'Back at 18:00',
    text: 'That is what wins Leeds North. Thank you, {first_name}.',
    link_text: 'Sign up for Tuesday, 18:00',
    link_url: 'https://leedsvotes.example/tue',
  });
  await ask(maya, 'POST', `${path}/pause`);
  await ben.page.getByRole('heading', { name: 'Back at 18:00' }).waitFor();
  await shoot(ben, 'caller-paused');
  await ben.context.close();
}
