import './hours.css';
import { clockChoices, hoursWords } from '../../core/amounts';
import { type Campaign, gapsOf } from '../../core/campaign';
import { type Day, hoursOf, type Weekday, weekdays } from '../../core/campaign-fields';
import { figure } from '../../core/text';
import { clock } from '../../core/times';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { now, tick } from '../here';
import { Clashed } from './field';
import type { Room } from './room';

type Span = Omit<Day, 'day'>;

/** Nobody is called outside of these: hours may only narrow them. */
const earliest = 8 * 60;
const latest = 21 * 60;
const usual: Span = { opens: 9 * 60, closes: latest };

/** Step 6: when people are called, by the clock at their own place. */
export default function HoursStep({ room }: { room: Room }) {
  const { saving, campaign } = room;
  const set = (day: Weekday, span: Span | undefined) => saving.enter({ [`hours/${day}`]: span });
  const open = hoursOf(saving.draft.now);
  const first = open[0];
  const alike = open.every((d) => d.opens === first?.opens && d.closes === first?.closes);
  const all = (days: readonly Weekday[], span: Span) =>
    saving.enter(
      Object.fromEntries(weekdays.map((d) => [`hours/${d}`, days.includes(d) ? span : undefined])),
    );
  const gap = gapsOf(campaign, 'hours')[0];
  const fault = weekdays.map((d) => saving.draft.faults[`hours/${d}`]).find(Boolean);
  return (
    <div class="hours" data-field="hours">
      <table class="tbl">
        <caption class="vh">Calling hours by weekday, at the place of whoever is called</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col" class="scale" aria-hidden="true">
              {[8, 12, 16, 20].map((h) => (
                <span key={h} style={{ insetInlineStart: `${share(h * 60)}%` }}>
                  {h}:00
                </span>
              ))}
            </th>
          </tr>
        </thead>
        <tbody>
          {weekdays.map((day) => (
            <DayRow key={day} room={room} day={day} set={set} />
          ))}
        </tbody>
      </table>
      <p class="row wrap hacts">
        {first && !alike && (
          <Button
            tiny
            onPress={() =>
              all(
                weekdays.filter((d) => open.some((o) => o.day === d)),
                first,
              )
            }
          >
            {name(first.day)}’s hours on every open day
          </Button>
        )}
        <Button tiny onPress={() => all(weekdays, first ?? usual)}>
          Every day
        </Button>
        <Button tiny onPress={() => all(weekdays.slice(0, 5), first ?? usual)}>
          Monday to Friday
        </Button>
      </p>
      {fault ? (
        <p class="err" role="alert">
          <Icon name="alert" />
          {fault}
        </p>
      ) : (
        gap &&
        (open.length === 0 || campaign.never_open > 0) && (
          <p class="warnl" role="status">
            <Icon name="warn" />
            {gap.title}
          </p>
        )
      )}
      <Never c={campaign} />
      <RightNow room={room} open={open} />
    </div>
  );
}

function DayRow({
  room,
  day,
  set,
}: {
  room: Room;
  day: Weekday;
  set: (day: Weekday, span: Span | undefined) => void;
}) {
  const { saving } = room;
  const field = `hours/${day}`;
  const span = saving.value<Span>(field);
  const words = name(day);
  // The day comes back with the hours it had, or with those of the others.
  const before = saving.draft.base[field] as Span | undefined;
  const others = hoursOf(saving.draft.now)[0];
  const on = { onFocus: () => saving.focus(field), onBlur: () => saving.leave(field) };
  return (
    <tr class={span ? undefined : 'shut'}>
      <th scope="row">
        <label class="row">
          <input
            type="checkbox"
            data-field={field}
            checked={!!span}
            {...on}
            onChange={(e) =>
              set(
                day,
                e.currentTarget.checked
                  ? (before ?? (others ? { opens: others.opens, closes: others.closes } : usual))
                  : undefined,
              )
            }
          />
          {words}
        </label>
      </th>
      {span ? (
        <>
          <td>
            <Clock
              label={`${words}, from`}
              value={span.opens}
              from={earliest}
              to={latest - 60}
              on={on}
              change={(opens) => set(day, { opens, closes: Math.max(span.closes, opens + 60) })}
            />
          </td>
          <td>
            <Clock
              label={`${words}, to`}
              value={span.closes}
              from={earliest + 60}
              to={latest}
              on={on}
              change={(closes) => set(day, { closes, opens: Math.min(span.opens, closes - 60) })}
            />
          </td>
        </>
      ) : (
        <td colSpan={2} class="muted">
          nobody is called
        </td>
      )}
      <td class="line">
        <span class="track" aria-hidden="true">
          {span && (
            <span
              class="span"
              style={{
                insetInlineStart: `${share(span.opens)}%`,
                width: `${share(span.closes) - share(span.opens)}%`,
              }}
            />
          )}
        </span>
        <Clashed room={room} field={field} words={(v) => spanWords(v as Span | undefined)} />
      </td>
    </tr>
  );
}

function Clock(p: {
  label: string;
  value: number;
  from: number;
  to: number;
  on: { onFocus: () => void; onBlur: () => void };
  change: (minutes: number) => void;
}) {
  const choices = clockChoices(p.value).filter((c) => Number(c.value) >= p.from && Number(c.value) <= p.to);
  return (
    <select
      class="in"
      aria-label={p.label}
      value={String(p.value)}
      {...p.on}
      onChange={(e) => p.change(Number(e.currentTarget.value))}
    >
      {choices.map((c) => (
        <option key={c.value} value={c.value} selected={c.value === String(p.value)}>
          {c.words}
        </option>
      ))}
    </select>
  );
}

/** Who may be in time zones that share no hour is never called: how many, before anybody wonders. */
function Never({ c }: { c: Campaign }) {
  const n = c.never_open;
  if (!n || n === c.callable_of) return null; // all of them: that is missing, and said so
  return (
    <p class="warnl" role="status">
      <Icon name="warn" />
      {figure(n)} of your contacts {n === 1 ? 'is' : 'are'} never called with these hours:{' '}
      {n === 1 ? 'it' : 'they'} may be in several time zones, which share no hour. Wider hours help.
    </p>
  );
}

/** How many could be called at this moment, by the clock at their place. */
function RightNow({ room, open }: { room: Room; open: readonly Day[] }) {
  tick.value;
  const c = room.campaign;
  const local = localTime(now(), c.zone);
  const today = open.find((d) => d.day === local.day);
  const inside = today && local.minutes >= today.opens && local.minutes < today.closes;
  const total = c.callable_of;
  return (
    <div class="well pad now" role="status">
      {total > 0 ? (
        <>
          <b>{Math.round(c.callable * 100)} % of your contacts can be called right now</b>
          <span class="sub">
            about {figure(Math.round(c.callable * total))} of {figure(total)}, by the clock at the place of
            each. Where several time zones are possible, all of them count.
          </span>
        </>
      ) : (
        <>
          <b>
            It is {clock(now(), c.zone)} in {c.zone.split('/').pop()?.replace(/_/g, ' ')}: people there{' '}
            {inside ? 'can be called now' : 'are not called now'}
          </b>
          <span class="sub">
            Which share of your contacts can be called at this hour shows here once there are any.
          </span>
        </>
      )}
    </div>
  );
}

function localTime(at: number, zone: string): { day: Weekday; minutes: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return {
    day: of('weekday').toLowerCase() as Weekday,
    minutes: Number(of('hour')) * 60 + Number(of('minute')),
  };
}

function share(minutes: number): number {
  return ((minutes - earliest) / (latest - earliest)) * 100;
}

function spanWords(s: Span | undefined): string {
  return s ? hoursWords(s.opens, s.closes) : 'shut';
}

const name = (day: Weekday) => (day[0] ?? '').toUpperCase() + day.slice(1);
