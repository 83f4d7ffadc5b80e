// The callers' page for the docs: coming in, waiting, the script, a talk and what comes after it, a break, an end card.
import type { Browser } from 'playwright-core';
import { volunteer } from './clicking';
import { ask, atRest, type Person, phone } from './house';
import { see, visit } from './scenes';
import { callable, pickUp, talkingTo } from './talks';

type Shoot = (p: Person, name: string, of?: 'page' | 'moment', height?: number) => Promise<void>;

export async function callerPictures(browser: Browser, maya: Person, shoot: Shoot): Promise<void> {
  const mobile = '+447700900121';
  await atRest(mobile);
  const c = await callable(maya, 'Spring GOTV', ['Aisha Khan']);
  const ben = await volunteer(browser, c.callers);
  await ben.page.getByLabel('Your first name').fill('Ben');
  await ben.page.getByLabel('Your phone number').fill(mobile);
  await ben.page.getByLabel('Your first name').focus();
  await ben.page.getByText('GB mobile').waitFor();
  await shoot(ben, 'caller-join');
  await ben.page.getByRole('button', { name: 'Read the script first' }).click();
  await ben.page.getByRole('heading', { name: 'Who answered?' }).waitFor();
  await shoot(ben, 'caller-script');
  await ben.page.keyboard.press('Escape');
  await ben.page.getByRole('button', { name: 'Start calling' }).click();
  await ben.page.getByRole('heading', { name: 'We are ringing your phone' }).waitFor();
  await ask(maya, 'POST', `${c.path}/alerts`, {
    text: 'Great work: **200** talks to go before 15:00.',
    audience: 'callers',
  });
  await ben.page.locator('.alertbar').waitFor();
  await shoot(ben, 'caller-joining', 'moment');
  await pickUp(mobile);
  await talkingTo(ben);
  await ben.page.keyboard.press('1');
  await ben.page.getByRole('heading', { name: 'Will you vote?' }).waitFor();
  await shoot(ben, 'caller-talk');
  await ben.page.keyboard.press('2');
  await phone(c.people['Aisha Khan'] ?? '', 'hangup');
  await ben.page.locator('.onair.done').waitFor();
  await shoot(ben, 'caller-after', 'moment');
  await ask(maya, 'PUT', `${c.path}/end-cards/complete`, {
    version: 0,
    title: 'Back at 18:00',
    text: 'That is what wins Leeds North. Thank you, {first_name}.',
    link_text: 'Sign up for Tuesday, 18:00',
    link_url: 'https://leedsvotes.example/tue',
  });
  await ben.page.getByRole('button', { name: 'Leave the rest out' }).click();
  await ben.page.getByRole('heading', { name: 'Back at 18:00' }).waitFor();
  await shoot(ben, 'caller-paused');
  await ben.context.close();
  await visit(maya, `${c.path}/results`);
  await see(maya, 'Live');
  await shoot(maya, 'campaign-results', 'page', 1500);

  // Who waits while the next numbers wait for a click; and has a break.
  const w = await callable(maya, 'Autumn canvass', ['Tom Reid'], { line: 'cell' });
  await atRest(mobile);
  const cora = await volunteer(browser, w.callers);
  await cora.page.getByLabel('Your first name').fill('Cora');
  await cora.page.getByLabel('Your phone number').fill(mobile);
  await cora.page.getByRole('button', { name: 'Start calling' }).click();
  await pickUp(mobile);
  await cora.page.getByRole('heading', { name: 'No calls just now' }).waitFor();
  await shoot(cora, 'caller-waiting');
  await cora.page.getByRole('button', { name: 'Take a break' }).click();
  await cora.page.getByRole('heading', { name: /^On a break/ }).waitFor();
  await shoot(cora, 'caller-break', 'moment');
  await cora.page.getByRole('button', { name: 'Finish calling' }).click();
  await cora.page.getByRole('heading', { name: 'Thank you, Cora' }).waitFor();
  await shoot(cora, 'caller-finished', 'moment');
  await cora.context.close();
}
