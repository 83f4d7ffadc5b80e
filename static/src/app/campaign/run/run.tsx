import '../../../styles/fields.css';
import './run.css';
import './charts.css';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type * as Api from '../../../core/api.gen';
import { type Campaign, stepHref } from '../../../core/campaign';
import { runTitle } from '../../../core/run';
import type { Item } from '../../../ui/menu';
import { Menu } from '../../../ui/menu';
import { tell } from '../../../ui/toast';
import { useAddress } from '../../address';
import { ConnectionBanner, LivePill } from '../../connection';
import { api, away, newKey, tick } from '../../here';
import { Later } from '../../later';
import { goTo, Head, Main, useTitle } from '../../shell';
import type { Room } from '../room';
import { useActivity, useFollowed } from './activity';
import { Callers, useCallers } from './callers';
import { Answers, LineChart } from './charts';
import { Counters } from './counters';
import { CountsBlock } from './counts';
import { type Deeds, sayRefusal, useDeeds } from './deeds';
import { Drawn } from './drawn';
import { Editors } from './editors';
import { LinkRows, useLinks } from './links';
import { People } from './people';
import { Sentence } from './sentence';

/** Run campaign: what it does and why, its links, who is here, its figures, and what its pages show. */
export default function RunCampaign({ room }: { room: Room }) {
  const c = room.campaign;
  const deeds = useDeeds(room);
  const links = useLinks(room);
  const activity = useActivity(room);
  const { query, close } = useAddress();
  const { route } = useLocation();
  useTitle(runTitle(c));
  tick.value; // "done about" and who is here go with the time
  const duplicate = async () => {
    const copy = await deeds.press('duplicate');
    if (!copy) return;
    route(stepHref(copy.id, 'name', copy));
    tell(`This is a new campaign, ${copy.name}. Its contacts are still missing.`, 'copy');
  };
  const times = activity?.minutes.map((m) => m.at) ?? [];
  const callers = useCallers(room);
  const results = useFollowed<Api.Results>(room, 'results').value;
  // The first question behind "who answered", as far as its answers can be counted.
  const choices = results?.questions.filter((q) => q.answers.length > 0 && !q.dropped);
  const asked = choices?.[1] ?? choices?.[0];
  return (
    <Main class="runp">
      <Head
        crumb={{ href: '/campaigns', words: 'Campaigns' }}
        title={c.name}
        crowded
        tools={<Tools campaign={c} deeds={deeds} duplicate={() => void duplicate()} />}
      />
      <ConnectionBanner what="the campaign" />
      <Sentence
        campaign={c}
        busy={deeds.busy}
        act={(deed) => {
          if (deed === 'copy_clicker') links.copy('clicker');
          else if (deed === 'duplicate') void duplicate();
          else void deeds.press(deed);
        }}
      />
      <LinkRows room={room} links={links} />
      <Counters campaign={c} callers={callers} />
      <CountsBlock campaign={c} zones={activity?.zones ?? []} />
      <div class="ch">
        <LineChart
          id="calls"
          title="Last 60 minutes"
          times={times}
          zone={c.zone}
          series={[
            { words: 'calls', one: 'call', values: activity?.minutes.map((m) => m.dials) ?? [] },
            {
              words: 'contacts',
              one: 'contact',
              values: activity?.minutes.map((m) => m.talks) ?? [],
              live: true,
            },
          ]}
          empty="First calls will show here"
        />
        <Answers
          id="answers"
          title={asked?.title || 'Answers'}
          answers={asked?.answers ?? []}
          of={asked?.n ?? 0}
          few={5}
          empty="First calls will show here"
        />
      </div>
      <Callers rows={callers} />
      <div class="ch">
        <LineChart
          id="approvals"
          title="Approvals"
          times={times}
          zone={c.zone}
          series={[
            {
              words: 'approvals',
              one: 'approval',
              values: activity?.minutes.map((m) => m.approved) ?? [],
              live: true,
            },
          ]}
          empty="First approvals will show here"
        />
        <People room={room} />
      </div>
      <Editors room={room} />
      {query.do === 'end' && !c.ended_at && (
        <Later of={() => import('./end')} room={room} deeds={deeds} close={() => close('do')} />
      )}
    </Main>
  );
}

/** One press: every caller finishes after the present talk. */
async function askAll(id: string) {
  try {
    await api.post(`/campaigns/${id}/finish`, {}, { key: newKey() });
    tell('All callers are asked to finish. Talks go on to their end.', 'phone');
  } catch (e) {
    sayRefusal(e);
  }
}

function Tools({
  campaign: c,
  deeds,
  duplicate,
}: {
  campaign: Campaign;
  deeds: Deeds;
  duplicate: () => void;
}) {
  const { open } = useAddress();
  const { route } = useLocation();
  const items: Item[] = [
    {
      icon: 'phone',
      words: 'Ask all to finish',
      off: c.calls.callers ? undefined : 'Nobody is on the phone.',
      choose: () => void askAll(c.id),
    },
    { icon: 'list', words: 'Results', choose: () => route(`/campaigns/${c.id}/results`) },
    { icon: 'pencil', words: 'Edit the steps', choose: () => route(stepHref(c.id, 'name', c)) },
    { icon: 'copy', words: 'Duplicate', choose: duplicate },
    { icon: 'search', words: 'Go to…', choose: goTo },
  ];
  if (!c.ended_at)
    items.push({ icon: 'never', words: 'End campaign…', apart: true, choose: () => open({ do: 'end' }) });
  return (
    <>
      <LivePill />
      <a class="btn wide" href={`/campaigns/${c.id}/results`}>
        Results
      </a>
      {!c.ended_at && <Pausing campaign={c} deeds={deeds} />}
      <Menu label="More: edit, duplicate, end" items={items} />
    </>
  );
}

/** Pause asks nothing: Resume takes it back. Space never presses it, so that nobody pauses by accident. */
function Pausing({ campaign: c, deeds }: { campaign: Campaign; deeds: Deeds }) {
  const deed = c.paused_at ? 'resume' : 'pause';
  const busy = deeds.busy === deed;
  const holder = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const b = holder.current;
    const never = (e: KeyboardEvent) => {
      if (e.key === ' ') e.preventDefault();
    };
    b?.addEventListener('keydown', never);
    b?.addEventListener('keyup', never);
    return () => {
      b?.removeEventListener('keydown', never);
      b?.removeEventListener('keyup', never);
    };
  }, []);
  return (
    <button
      ref={holder}
      type="button"
      class="btn"
      aria-disabled={busy || away.value || undefined}
      aria-busy={busy || undefined}
      onClick={() => {
        if (!busy && !away.value) void deeds.press(deed);
      }}
    >
      {deed === 'pause' ? (
        <svg class="i s" viewBox="0 0 20 20" aria-hidden="true">
          <use href="#i-pause" />
        </svg>
      ) : (
        <Drawn name="play" />
      )}
      <span>
        {deed === 'pause' ? 'Pause' : 'Resume'}
        <span class="wide"> campaign</span>
      </span>
    </button>
  );
}
