// Typed requests to /api/v1. A refusal is a Problem; no answer at all is Unreachable.

import type { ProblemBody } from './types';

/** The server answered and refused. `title` is a sentence for people, `code` is for machines. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.title);
    this.name = 'Problem';
    this.status = body.status;
    this.code = body.code;
    this.title = body.title;
    this.fields = new Map((body.errors ?? []).map((e) => [e.field, e.title]));
    this.body = body;
  }
}

/** Nobody answered: offline, cut off, or the server is away. What was asked may or may not have happened. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('The server cannot be reached.', { cause });
    this.name = 'Unreachable';
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Ask {
  body?: unknown;
  /** Idempotency key: a repeat gets the first answer. */
  key?: string;
  signal?: AbortSignal;
  query?: Record<string, string | number | undefined>;
  /** Milliseconds until an unanswered request counts as unreachable. */
  patience?: number;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export const root = '/api/v1';

/** A write that has no answer for so long, in milliseconds, may have gone up on a dead line. */
const slowAfter = 3_000;

/**
 * Makes a client. `signedOut` is told of every 401 that is not the answer to a sign-in, `slow` once of each write that is not answered for
 * three seconds; it is still waited for.
 */
export function client(fetch: Fetch, signedOut: () => void = () => {}, slow: () => void = () => {}) {
  async function ask<T>(method: Method, path: string, a: Ask = {}): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (a.body !== undefined) headers['Content-Type'] = 'application/json';
    if (a.key) headers['Idempotency-Key'] = a.key;
    const patience = AbortSignal.timeout(a.patience ?? 20_000);
    const watch = method === 'GET' ? undefined : setTimeout(slow, slowAfter);
    let reply: Response;
    let text: string;
    try {
      reply = await fetch(root + path + queryString(a.query), {
        method,
        headers,
        credentials: 'same-origin',
        body: a.body === undefined ? undefined : JSON.stringify(a.body),
        signal: a.signal ? AbortSignal.any([a.signal, patience]) : patience,
      });
      text = await reply.text();
    } catch (e) {
      if (a.signal?.aborted) throw e;
      throw new Unreachable(e);
    } finally {
      clearTimeout(watch);
    }
    if (reply.ok) return (text ? JSON.parse(text) : undefined) as T;
    const problem = new Problem(problemBody(reply.status, text));
    if (problem.status === 401 && path !== '/login') signedOut();
    throw problem;
  }
  return {
    ask,
    get: <T>(path: string, a?: Ask) => ask<T>('GET', path, a),
    post: <T>(path: string, body?: unknown, a?: Ask) => ask<T>('POST', path, { ...a, body: body ?? {} }),
    put: <T>(path: string, body: unknown, a?: Ask) => ask<T>('PUT', path, { ...a, body }),
    patch: <T>(path: string, body: unknown, a?: Ask) => ask<T>('PATCH', path, { ...a, body }),
    del: <T>(path: string, a?: Ask) => ask<T>('DELETE', path, a),
  };
}

export type Api = ReturnType<typeof client>;

function queryString(query: Ask['query']): string {
  if (!query) return '';
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(query)) if (v !== undefined && v !== '') q.set(k, String(v));
  const s = q.toString();
  return s ? `?${s}` : '';
}

/** A proxy's own error page is no problem+json; it becomes one, so that people get a sentence either way. */
function problemBody(status: number, text: string): ProblemBody {
  try {
    const body = JSON.parse(text) as ProblemBody;
    if (typeof body.title === 'string') return { ...body, status, code: body.code ?? 'unknown' };
  } catch {
    // not JSON: below
  }
  if (status >= 500)
    return { status, code: 'internal', title: 'Something broke on our side. Nothing you saved is lost.' };
  return { status, code: 'unknown', title: `The server refused this (${status}).` };
}
