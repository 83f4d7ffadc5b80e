// axe-core in the page under test.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Result {
  violations: {
    id: string;
    impact: string;
    help: string;
    nodes: { target: unknown[]; failureSummary?: string }[];
  }[];
}

const looks = [
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
] as const;

/** Looks at the page as it is now at both widths, light and dark. What the colours cannot change is not asked again in dark. */
export async function findings(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const { width, height, scheme } of looks) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    await twoFrames(page);
    const only = scheme === 'dark' ? ['color-contrast', 'link-in-text-block'] : undefined;
    found.push(...(await violations(page, `${where}, ${width} ${scheme}`, only)));
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await twoFrames(page);
  return found;
}

/** What axe finds on the page as it is, by these rules or by all. */
export async function violations(page: Page, where: string, only?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const result = (await page.evaluate(
    (rules) =>
      (window as unknown as { axe: { run: (a: unknown, b: unknown) => Promise<unknown> } }).axe.run(
        document,
        {
          resultTypes: ['violations'],
          ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}),
        },
      ),
    only,
  )) as Result;
  return result.violations.flatMap((v) =>
    v.nodes.map(
      (n) => `${where}: ${v.impact} ${v.id} (${v.help}) at ${n.target.join(' ')}: ${n.failureSummary ?? ''}`,
    ),
  );
}

/** What does not fit into a desk's window at 200 %, nor into 320 px: then one has to scroll sideways to read. */
export async function tooWide(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const width of [640, 320]) {
    await page.setViewportSize({ width, height: 640 });
    await twoFrames(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) found.push(`${where}, ${width}: ${wide - width} px wider than the window`);
    for (const what of await page.evaluate(outOfDialog))
      found.push(`${where}, ${width}: out of the dialog: ${what}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await twoFrames(page);
  return found;
}

/** What sticks out of an open dialog at its side: there it is cut off, or the dialog scrolls sideways. */
function outOfDialog(): string[] {
  const out: string[] = [];
  for (const dialog of document.querySelectorAll('dialog[open]')) {
    if (dialog.scrollWidth <= dialog.clientWidth) continue;
    const edge = dialog.getBoundingClientRect().left + dialog.clientLeft + dialog.clientWidth;
    const beyond = (part: Element) => part.getBoundingClientRect().right > edge;
    for (const part of dialog.querySelectorAll('*'))
      if (beyond(part) && ![...part.children].some(beyond))
        out.push(`${part.tagName.toLowerCase()} ${part.className}: ${part.textContent?.trim().slice(0, 40)}`);
  }
  return out;
}

/** What a resize or a change of colours does is drawn. */
export function twoFrames(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go()))),
  );
}
