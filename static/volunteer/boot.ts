// What a volunteer's page begins with: it stands in the page itself, so that the first paint needs no second request.
import type { components } from '../src/core/api.gen';

type Schemas = components['schemas'];
export type Invited = Schemas['CampaignInvited'];
export type Clicking = Schemas['ClickingView'];
export type Messages = Schemas['MessagesView'];
export type Me = NonNullable<Invited['me']>;

export interface Problem {
  status: number;
  code: string;
  title: string;
}

export interface Boot {
  token: string;
  /** Where the link leads; without it `problem` says why nowhere. */
  invited?: Invited;
  problem?: Problem;
  /** The server's clock when it wrote this, in milliseconds since 1970. */
  now: number;
}

export function readBoot(): Boot {
  const text = document.getElementById('boot')?.textContent;
  if (!text) throw new Error('this page was sent without its data');
  return JSON.parse(text) as Boot;
}

/** The path of a volunteer's requests: `kind` is k for clickers, c for callers. */
export function pathOf(kind: 'k' | 'c', token: string, rest = ''): string {
  return `/api/v1/${kind}/${encodeURIComponent(token)}${rest}`;
}

/** So long an answer is waited for, in milliseconds: a line may be half open, and say nothing for minutes. */
export const patience = 10_000;

/** After so long without an answer, in milliseconds, whoever asked may want to know whether the line is dead. */
export const slowAfter = 3_000;

/**
 * Asks the server; a refusal is thrown as its Problem, no answer at all as one with the code `offline`. A press has a key of its own, and
 * the same one whenever it is sent again: it is done once, however late an earlier one arrives. Only what changes nothing when it is done
 * again has none. `slow` hears once of an answer that is
 * not there after three seconds; it is still waited for.
 */
export async function ask<T>(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
  key?: string,
  slow?: () => void,
): Promise<T> {
  let reply: Response;
  let text: string;
  let timer = 0;
  const watch = slow && window.setTimeout(slow, slowAfter);
  const sent = fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(key && { 'Idempotency-Key': key }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).then(async (r) => [r, await r.text()] as const);
  const late = new Promise<never>((_, no) => {
    timer = window.setTimeout(no, patience);
  });
  try {
    [reply, text] = await Promise.race([sent, late]);
  } catch {
    throw problem('offline', 'There is no connection just now. Try again in a moment.');
  } finally {
    clearTimeout(timer);
    clearTimeout(watch);
  }
  if (reply.ok) return (text ? JSON.parse(text) : undefined) as T;
  try {
    throw JSON.parse(text) as Problem;
  } catch (e) {
    throw (e as Problem).title
      ? e
      : problem('internal', 'Something broke on our side. Try again in a moment.');
  }
}

function problem(code: string, title: string): Problem {
  return { status: 0, code, title };
}
