import type { Campaign } from '../../../core/campaign';
import { figure } from '../../../core/text';

/** What goes on this minute. Without a call there is nothing to take a share of: a dash, and why. */
export function Counters({ campaign: c }: { campaign: Campaign }) {
  const callers = c.here.callers;
  return (
    <dl class="now5">
      <div class="lv">
        <dt>Talking</dt>
        <dd>
          0<small>{callers === 1 ? 'of 1 caller' : `of ${figure(callers)} callers`}</small>
        </dd>
      </div>
      <div>
        <dt>Waiting</dt>
        <dd>
          {figure(callers)}
          <small>{callers ? 'no calls yet' : 'nobody is there'}</small>
        </dd>
      </div>
      <div>
        <dt>Wrap-up</dt>
        <dd>
          0<small>after a talk</small>
        </dd>
      </div>
      <div>
        <dt>Pick-up</dt>
        <dd>
          –<small>no calls yet</small>
        </dd>
      </div>
      <div>
        <dt>Dropped</dt>
        <dd>
          –<small>no calls yet, limit 3 %</small>
        </dd>
      </div>
    </dl>
  );
}
