// Before the first session: what is still missing, each with the page where it is put right.

import './first-steps.css';
import { isAdmin } from '../../core/rights';
import { people } from '../../core/text';
import type { Group, Page } from '../../core/types';
import { Icon } from '../../ui/icon';
import { me } from '../here';
import { useReading } from '../reading';
import { Empty } from '../states';

interface Step {
  done: boolean;
  words: string;
  why: string;
  href?: string;
  action?: string;
}

/** Shown in the place of the sessions as long as there is none. */
export default function FirstSteps() {
  const read = useReading<Page<Group>>('/groups');
  const groups = read.value?.items;
  const user = me.value;
  if (!user || (!groups && !read.fault)) return null;
  const admin = isAdmin(user);
  if (groups?.length === 0 && !admin)
    return (
      <Empty title="You are not in a group yet">
        Ask your organiser for an invitation. The calling sessions of your groups show here, live.
      </Empty>
    );
  const steps = groups ? stepsOf(groups, admin) : [];
  const next = steps.find((s) => !s.done && s.href);
  return (
    <Empty
      title="No sessions yet"
      action={
        <>
          {steps.some((s) => !s.done) && (
            <ol class="steps" aria-label="Before the first call">
              {steps.map((s) => (
                <li key={s.words}>
                  <Icon name={s.done ? 'done' : 'open'} />
                  <span>
                    {s.words}
                    <span class="vh">{s.done ? ' (done)' : ' (to do)'}</span>
                    <small>{s.why}</small>
                  </span>
                  {!s.done && s.href && (
                    <a class={s === next ? 'btn primary' : undefined} href={s.href}>
                      {s.action}
                    </a>
                  )}
                </li>
              ))}
            </ol>
          )}
          {steps.every((s) => s.done) && (
            <a class="btn primary" href="/lists">
              Go to call lists
            </a>
          )}
        </>
      }
    >
      Open a call list and press Start a calling session. It will show here, live.
    </Empty>
  );
}

function stepsOf(groups: readonly Group[], admin: boolean): Step[] {
  const user = me.value;
  const first = groups[0];
  const supporters = groups.reduce((n, g) => n + g.supporters, 0);
  const lists = groups.reduce((n, g) => n + g.lists, 0);
  const canImport = admin || groups.some((g) => g.role === 'captain');
  const steps: Step[] = [];
  if (admin)
    steps.push({
      done: groups.length > 0,
      words: 'A group',
      why: 'The people its captains may call.',
      href: '/groups?new=yes',
      action: 'Make one',
    });
  steps.push({
    done: supporters > 0,
    words: 'Supporters in it',
    why: supporters
      ? `${people(supporters)}.`
      : canImport
        ? 'From a CSV file, or by hand.'
        : 'Your captain can import them.',
    href: first && canImport ? `/groups/${first.id}/import` : undefined,
    action: 'Import them',
  });
  steps.push({
    done: lists > 0,
    words: 'A call list',
    why: 'Some of them, in the order in which they are called.',
    href: first && '/lists?new=yes',
    action: 'Make one',
  });
  steps.push({
    done: !!user?.organisation.caller_id_set,
    words: 'A caller ID',
    why: admin ? 'The number people see when their phone rings.' : 'The number people see. An admin sets it.',
    href: admin ? '/organisation' : undefined,
    action: 'Set it',
  });
  steps.push({
    done: !!user?.mobile,
    words: 'Your mobile number',
    why: 'We ring it to connect your calls. Your organisation pays, not you.',
    href: '/profile',
    action: 'Add it',
  });
  return steps;
}
