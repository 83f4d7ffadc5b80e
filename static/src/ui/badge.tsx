import type { EntryStatus, SessionStatus } from '../core/types';
import { sessionWords } from '../core/words';
import { Icon } from './icon';
import type { IconName } from './icons';
import { Tip } from './tooltip';

type Shape = { icon: IconName; ink: string };

/** Word, shape and ink: all three carry the status. */
export const entryShapes: Record<EntryStatus, Shape> = {
  available: { icon: 'open', ink: '' },
  calling: { icon: 'calling', ink: 'calling' },
  skipped: { icon: 'skipped', ink: 'skipped' },
  unavailable: { icon: 'wait', ink: 'wait' },
  system_skipped: { icon: 'over', ink: 'wait' },
  attempted: { icon: 'tried', ink: 'tried' },
  completed: { icon: 'done', ink: 'done' },
  not_callable: { icon: 'never', ink: 'never' },
};

const sessionShapes: Record<SessionStatus, Shape> = {
  not_started: { icon: 'open', ink: '' },
  in_progress: { icon: 'calling', ink: 'calling' },
  started: { icon: 'half', ink: '' },
  completed: { icon: 'done', ink: 'done' },
  archived: { icon: 'never', ink: 'tried' },
};

/** `tip` explains the status on hover, focus and tap. */
export function Badge({ icon, ink, words, tip }: Shape & { words: string; tip?: string }) {
  const inside = (
    <>
      <Icon name={icon} small />
      {words}
    </>
  );
  return <span class={`st ${ink}`}>{tip ? <Tip text={tip}>{inside}</Tip> : inside}</span>;
}

export function SessionBadge({ status }: { status: SessionStatus }) {
  return <Badge {...sessionShapes[status]} words={sessionWords[status]} />;
}
