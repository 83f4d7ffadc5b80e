import { type CallerRow, percent, secondsWords, spent } from '../../../core/calls';
import type { Campaign } from '../../../core/campaign';
import { figure } from '../../../core/text';
import { now, tick } from '../../here';

/** What goes on this minute. Without a call there is nothing to take a share of: a dash, and why. */
export function Counters({ campaign: c, callers }: { campaign: Campaign; callers: readonly CallerRow[] }) {
  tick.value;
  const { calls, drop_rate: drops } = c;
  const waited = spent(callers, 'waiting', now());
  const writing = spent(callers, 'wrap_up', now(), true);
  const limit = percent(drops.limit);
  const over = (rate: number | undefined) => rate !== undefined && rate > drops.limit;
  return (
    <dl class="now5">
      <div class={calls.talking ? 'lv' : undefined}>
        <dt>Talking</dt>
        <dd>
          {figure(calls.talking)}
          <small>{calls.callers === 1 ? 'of 1 caller' : `of ${figure(calls.callers)} callers`}</small>
        </dd>
      </div>
      <div>
        <dt>Waiting</dt>
        <dd>
          {figure(calls.waiting)}
          <small>{waited !== undefined ? `about ${secondsWords(waited)} each` : 'for an answer'}</small>
        </dd>
      </div>
      <div>
        <dt>Wrap-up</dt>
        <dd>
          {figure(calls.wrap_up)}
          <small>{writing !== undefined ? `${secondsWords(writing)} so far` : 'after a talk'}</small>
        </dd>
      </div>
      <div>
        <dt>Pick-up</dt>
        <dd>
          {calls.pick_up === undefined ? '–' : percent(calls.pick_up)}
          <small>{calls.pick_up === undefined ? 'no calls in 10 min' : 'last 10 min'}</small>
        </dd>
      </div>
      <div class={over(drops.thirty_days) ? 'over' : undefined}>
        <dt>Dropped</dt>
        <dd>
          {drops.ten_minutes === undefined ? '–' : percent(drops.ten_minutes)}
          <small>10 min, limit {limit}</small>
          {drops.thirty_days !== undefined && (
            <small>
              {percent(drops.thirty_days)} in 30 days{over(drops.thirty_days) ? ': over the limit' : ''}
            </small>
          )}
        </dd>
      </div>
    </dl>
  );
}
