// Pictures of Run campaign: with clickers at work, paused, and the card with the code.
import type { Browser } from 'playwright-core';
import { campaign, clicks, join } from './campaigns';
import { ask, type Person } from './house';
import { see, visit } from './scenes';

export async function runPictures(
  browser: Browser,
  p: Person,
  shoot: (p: Person, name: string, of?: 'page' | 'moment', height?: number) => Promise<void>,
): Promise<void> {
  const id = await campaign(p, { name: 'Spring GOTV', contacts: 900 });
  const alert = (data: object) => ask(p, 'POST', `/campaigns/${id}/alerts`, data);
  await alert({ text: 'Polls are open 7:00–22:00. Photo ID is needed.', shown: false });
  await alert({
    text: '**200** to go before the evening shift. Thank you, {first_name}.',
    audience: 'clickers',
    level: 'success',
    expires_at: new Date(Date.now() + 2 * 3_600_000).toISOString(),
  });
  await ask(p, 'PUT', `/campaigns/${id}/end-cards/paused`, {
    version: 0,
    title: 'Back at 18:00',
    text: 'That is what wins Leeds North. Thank you, {first_name}.',
    link_text: 'Sign up for Tuesday, 18:00',
    link_url: 'https://leeds.example/tuesday',
  });
  const clickers: Person[] = [];
  for (const [name, n] of [
    ['Rhys Pritchard', 61],
    ['Grace Adeyemi', 48],
    ['Tom Whitfield', 97],
  ] as const) {
    const k = await join(browser, p, id, name);
    await clicks(k, id, n);
    clickers.push(k);
  }
  await visit(p, `/campaigns/${id}/run`);
  await see(p, 'Live');
  await p.page.getByRole('img', { name: /^Approvals, .* This minute/ }).waitFor();
  await p.page.locator('.endc .btn').waitFor({ state: 'attached' });
  await shoot(p, 'campaign-run', 'page', 1500);
  await p.page.getByRole('button', { name: 'QR code of the clicker link' }).click();
  await p.page.getByRole('dialog').waitFor();
  await shoot(p, 'campaign-qr', 'moment');
  await p.page.keyboard.press('Escape');
  await p.page.getByRole('dialog').waitFor({ state: 'detached' });
  await p.page.getByRole('button', { name: 'Pause campaign' }).click();
  await see(p, /is paused/);
  await shoot(p, 'campaign-paused', 'moment');
  for (const k of clickers) await k.context.close();
}
