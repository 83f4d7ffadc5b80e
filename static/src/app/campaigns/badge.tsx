import type { CampaignState } from '../../core/campaign';
import { Icon } from '../../ui/icon';
import type { IconName } from '../../ui/icons';

const states: Record<CampaignState, { words: string; tone: string; icon: IconName }> = {
  draft: { words: 'Draft', tone: '', icon: 'open' },
  loading: { words: 'Loading', tone: 'wait', icon: 'wait' },
  load_failed: { words: 'Could not load', tone: 'never', icon: 'alert' },
  paused: { words: 'Paused', tone: 'skipped', icon: 'skipped' },
  complete: { words: 'Complete', tone: 'done', icon: 'done' },
  outside_hours: { words: 'Outside hours', tone: 'wait', icon: 'clock' },
  stalled: { words: 'Stalled', tone: 'skipped', icon: 'warn' },
  running: { words: 'Running', tone: 'done', icon: 'calling' },
};

/** A campaign's state: word, shape and colour. */
export function CampaignBadge({ state }: { state: CampaignState }) {
  const s = states[state];
  return (
    <span class={`st ${s.tone}`}>
      <Icon name={s.icon} />
      {s.words}
    </span>
  );
}

export function stateWords(state: CampaignState): string {
  return states[state].words;
}
