import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Problem } from '../core/api';
import { clock, day } from '../core/times';
import { Button } from '../ui/button';
import { liveState } from './here';
import { Head } from './shell';

/** What stands in a page's place: what happened, what is safe, the one next step. */
export function Notice({
  title,
  children,
  action,
}: {
  title: string;
  children: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <section class="well pagec">
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </section>
  );
}

/** A page that could not be read. `thing` is what it would have shown ("session"), `all` where its like are. */
export function Failed({
  fault,
  title,
  thing,
  all,
  again,
}: {
  fault: unknown;
  title: string;
  thing: string;
  all: { href: string; words: string };
  again: () => void;
}) {
  return (
    <>
      <Head title={title} />
      <FailedNotice fault={fault} thing={thing} all={all} again={again} />
    </>
  );
}

/** The same without the title. What was not read because nothing was in reach is read when the connection is there. */
export function FailedNotice({
  fault,
  thing,
  all,
  again,
}: {
  fault: unknown;
  thing: string;
  all: { href: string; words: string };
  again: () => void;
}) {
  const there = liveState.value.kind === 'live';
  const was = useRef(there);
  useEffect(() => {
    if (there && !was.current && !(fault instanceof Problem)) again();
    was.current = there;
  }, [there]);
  useEffect(() => {
    if (fault instanceof Problem) return;
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  });
  const link = (
    <a class="btn" href={all.href}>
      {all.words}
    </a>
  );
  const retry = (
    <Button icon="refresh" onPress={again}>
      Try again
    </Button>
  );
  if (!(fault instanceof Problem))
    return (
      <Notice title="You are offline" action={retry}>
        This page was not read yet. Nothing you saved is lost.
      </Notice>
    );
  if (fault.status === 410)
    return (
      <Notice title={`This ${thing} was deleted`} action={link}>
        {deletion(fault)}
      </Notice>
    );
  if (fault.status === 404)
    return (
      <Notice title={`There is no such ${thing}`} action={link}>
        It may have been deleted, or it belongs to a group you do not lead.
      </Notice>
    );
  if (fault.status === 403)
    return (
      <Notice title="This is not yours to do" action={link}>
        {fault.title} <WriteTo whom={fault.body.captain} />
      </Notice>
    );
  if (fault.status >= 500) {
    const reference = fault.body.reference;
    return (
      <Notice title="Something broke on our side" action={retry}>
        Nothing you saved is lost.
        {typeof reference === 'string' && ` If it happens again, tell your admin the reference ${reference}.`}
      </Notice>
    );
  }
  return (
    <Notice title="This did not work" action={retry}>
      {fault.title}
    </Notice>
  );
}

/** Who can do it instead is a letter away: the captain that a refusal names. */
export function WriteTo({ whom }: { whom: unknown }) {
  const { name, email } = (whom ?? {}) as { name?: string; email?: string };
  if (!email) return null;
  return (
    <a
      class="btn"
      href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}
      aria-label={`Email ${name}`}
    >
      Email
    </a>
  );
}

/** Who deleted it, and when. */
function deletion({ title, body }: Problem): string {
  const { deleted_by: by, deleted_at: at } = body;
  if (typeof by !== 'string' || typeof at !== 'string') return title;
  const who = by === 'somebody' ? 'Somebody' : by;
  return `${who} deleted it on ${day(at)} at ${clock(at)}. Its contact logs are kept.`;
}

export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}

export function NotFound() {
  return (
    <>
      <Head title="Nothing here" />
      <Notice
        title="There is no such page"
        action={
          <a class="btn" href="/sessions">
            All sessions
          </a>
        }
      >
        The address may have been cut off when it was copied.
      </Notice>
    </>
  );
}
