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

/** Asks the server; a refusal is thrown as its Problem, no answer at all as one with the code `offline`. */
export async function ask<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
  let reply: Response;
  try {
    reply = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw problem('offline', 'There is no connection just now. Try again in a moment.');
  }
  const text = await reply.text();
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
