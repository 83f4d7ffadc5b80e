import { costOf } from '../../core/minutes';
import { figure } from '../../core/text';
import type { Spending as Spent } from '../../core/types';
import { me } from '../here';
import { useReading, useSessionsOf } from '../reading';

/** What the organisation has called, by list, and what it cost by about. Follows the sessions as they go. */
export function Spending() {
  const read = useReading<Spent>('/organisation/minutes');
  useSessionsOf(me.value?.groups.map((g) => g.id) ?? [], () => {}, read.again);
  const s = read.value;
  const price = me.value?.organisation.price;
  if (!s?.lists.length) return null;
  const cost = costOf(s, price);
  return (
    <section class="form" aria-labelledby="spending">
      <h2 id="spending">Minutes on the phone</h2>
      <p class="sub">
        {figure(s.leader + s.supporter)} begun minutes of calls that are over: {figure(s.leader)} of leaders’
        phones, {figure(s.supporter)} of supporters’.
        {cost && ` About ${cost} at today’s prices.`}
      </p>
      <table class="tbl plain">
        <thead>
          <tr>
            <th scope="col">Call list</th>
            <th scope="col">Leaders’</th>
            <th scope="col">Supporters’</th>
            {cost && <th scope="col">About</th>}
          </tr>
        </thead>
        <tbody>
          {s.lists.map((l) => (
            <tr key={l.list.id}>
              <th scope="row">
                {l.list.name} <small>{l.group.name}</small>
              </th>
              <td class="c-1r">{figure(l.leader)}</td>
              <td class="c-2l">{figure(l.supporter)}</td>
              {cost && <td class="c-2r">{costOf(l, price)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
