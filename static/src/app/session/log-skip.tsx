// The skip that a log may bring with it.

import type { LogDraft } from '../../core/drafts';
import { type SkipFault, surrounding } from '../../core/skips';
import type { Session } from '../../core/types';
import { Icon } from '../../ui/icon';
import { now, tick } from '../here';
import { SkipOptions } from './skip-dialog';

export function LogSkip(p: {
  draft: LogDraft;
  session: Session;
  fault: SkipFault | undefined;
  change: (c: Partial<LogDraft>) => void;
}) {
  const skip = p.draft.skip;
  tick.value;
  if (!skip) return null;
  return (
    <div class="log-skip">
      <SkipOptions
        form={skip}
        change={(s) => p.change({ skip: s })}
        around={surrounding(p.session, now())}
        fault={p.fault}
      />
      {skip.type === 'remove' && (
        <label class="f">
          <span class="l">Reason</span>
          <input
            class={p.fault?.field === 'reason' ? 'in bad' : 'in'}
            value={skip.reason}
            onInput={(e) => p.change({ skip: { ...skip, reason: e.currentTarget.value } })}
          />
        </label>
      )}
      {p.fault && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {p.fault.title}
        </p>
      )}
    </div>
  );
}
