// What a campaign is on a page: the snapshot, what events make of it, its steps, and what each of them lacks.

import type * as Api from './api.gen';
import type { AnyEvent } from './events';
import { newestFirst } from './times';

export type Campaign = Api.Campaign;
/** One campaign in the list of them. */
export type CampaignRow = Api.CampaignRow;
/** All of them, and the place in campaigns/{organisation} that they fit to. */
export type CampaignIndex = Api.CampaignIndex;
export type CampaignState = Campaign['state'];
export type Gap = Api.CampaignGap;
export type Load = Api.LoadView;
export type StepName = Gap['step'];
export type CampaignEvent = Extract<
  AnyEvent,
  { kind: `campaign.${string}` | 'dialer.callers_changed' | 'export.changed' }
>;

/** The steps in their order, with their words and their part of the address. */
export const steps: readonly { step: StepName; words: string; path: string }[] = [
  { step: 'name', words: 'Name', path: 'name' },
  { step: 'integration', words: 'Integration', path: 'integration' },
  { step: 'questions', words: 'Questions', path: 'questions' },
  { step: 'contacts', words: 'Contacts', path: 'contacts' },
  { step: 'caller_id', words: 'Caller ID', path: 'caller-id' },
  { step: 'hours', words: 'Hours', path: 'hours' },
  { step: 'passes', words: 'Passes', path: 'passes' },
  { step: 'start', words: 'Start campaign', path: 'start' },
];

/** The words of a step: the last one has another name once the campaign has started. */
export function stepWords(step: StepName, c?: Pick<Campaign, 'started_at'>): string {
  if (step === 'start' && c?.started_at) return 'Run campaign';
  return steps.find((s) => s.step === step)?.words ?? step;
}

/** Where a step is; `field` is focused there. */
export function stepHref(
  id: string,
  step: StepName,
  c?: Pick<Campaign, 'started_at'>,
  field?: string,
): string {
  const path = step === 'start' && c?.started_at ? 'run' : steps.find((s) => s.step === step)?.path;
  return `/campaigns/${id}/${path}${field ? `?field=${encodeURIComponent(field)}` : ''}`;
}

/** The step that an address names; undefined: none of that name. */
export function stepAt(path: string | undefined): StepName | undefined {
  return path === 'run' ? 'start' : steps.find((s) => s.path === path)?.step;
}

/** The step to open when the address names none: Run campaign once it has started, else the first with a gap. */
export function firstStep(c: Pick<Campaign, 'started_at' | 'missing' | 'saved'>): StepName {
  if (c.started_at) return 'start';
  if (!Object.keys(c.saved).some((s) => s !== 'name')) return 'name'; // nothing but its name was said yet
  return c.missing[0]?.step ?? 'start';
}

export function gapsOf(c: Pick<Campaign, 'missing'>, step: StepName): Gap[] {
  return c.missing.filter((g) => g.step === step);
}

export interface After {
  campaign: Campaign;
  /** What events leave out has changed (the caller IDs, the first rows of a file): read the campaign again. */
  read?: boolean;
}

/** What an event on campaign/{id} makes of it. Events that the snapshot holds already change nothing. */
export function campaignAfter(c: Campaign, e: AnyEvent): After {
  if (!isOurs(e) || (e.seq > 0 && e.seq <= c.seq)) return { campaign: c };
  const seq = e.seq || c.seq;
  switch (e.kind) {
    case 'campaign.changed': {
      if (e.data.version < c.version) return { campaign: { ...c, seq } };
      const loads = e.data.loads.map((l) => withSample(l, c.loads));
      const moved = e.data.saved.caller_id?.version !== c.saved.caller_id?.version;
      return {
        campaign: { ...statusOf(c), ...e.data, caller_ids: c.caller_ids, loads, seq },
        read: moved || loads.some((l) => wantsSample(l, c.loads)),
      };
    }
    case 'campaign.status_changed':
      return { campaign: { ...viewOf(c), ...e.data, seq } };
    case 'campaign.load_changed': {
      const load = withSample(e.data.load, c.loads);
      const others = c.loads.filter((l) => l.id !== load.id);
      const at = c.loads.findIndex((l) => l.id === load.id);
      if (load.state === 'cancelled') return { campaign: { ...c, loads: others, seq } };
      const loads = at < 0 ? [...c.loads, load] : c.loads.with(at, load);
      return { campaign: { ...c, loads, seq }, read: wantsSample(load, c.loads) };
    }
    // Who came by a link, and other topics of the same campaign: parts of the page listen to them themselves.
    case 'campaign.person_changed':
    case 'campaign.listed':
    case 'campaign.clicking_changed':
    case 'campaign.numbers_withdrawn':
    case 'campaign.clicking_switched':
    case 'campaign.callers_told':
    case 'campaign.script_changed':
    case 'campaign.state_changed':
    case 'campaign.file_loaded':
    case 'campaign.messages_changed':
    case 'dialer.callers_changed':
    case 'export.changed':
      return { campaign: { ...c, seq } };
    default:
      // A newer server may say more than this page knows; the compiler names a kind forgotten above.
      e satisfies never;
      return { campaign: { ...c, seq } };
  }
}

/** A reply's snapshot beside what events brought meanwhile: the newer of each part counts. */
export function newest(now: Campaign | undefined, whole: Campaign): Campaign {
  if (!now || now.id !== whole.id) return whole;
  const view = whole.version >= now.version ? whole : now;
  const status = newestFirst(whole.at, now.at) <= 0 ? whole : now;
  // The reply to an edit was read before the edit's own events were told: files may be further by then.
  const behind = whole.seq < now.seq;
  const loads = view.loads.map((l) => {
    const other = (view === whole ? now : whole).loads.find((o) => o.id === l.id);
    const further = behind && other && other.version >= l.version ? other : l;
    return withSample(further, [...whole.loads, ...now.loads]);
  });
  return {
    ...statusOf(status),
    ...viewOf(view),
    caller_ids: view === whole ? whole.caller_ids : now.caller_ids,
    loads,
    seq: Math.max(now.seq, whole.seq),
  };
}

function isOurs(e: AnyEvent): e is CampaignEvent {
  return e.kind.startsWith('campaign.') || e.kind === 'dialer.callers_changed' || e.kind === 'export.changed';
}

type Status = Api.CampaignStatus;

/** The status alone: what is absent in a newer one must not shine through. */
function statusOf(c: Campaign): Status {
  return Object.fromEntries(Object.keys(ofStatus).map((k) => [k, c[k as keyof Status]])) as unknown as Status;
}

function viewOf(c: Campaign): Omit<Campaign, keyof Status> {
  return Object.fromEntries(Object.entries(c).filter(([k]) => !(k in ofStatus))) as unknown as Omit<
    Campaign,
    keyof Status
  >;
}

/** Every field of a status: the compiler names one that is forgotten. */
const ofStatus: Record<keyof Status, true> = {
  state: true,
  sentence: true,
  cause: true,
  next_at: true,
  load: true,
  counts: true,
  callable: true,
  callable_of: true,
  never_open: true,
  clicking: true,
  here: true,
  calls: true,
  drop_rate: true,
  at: true,
};

/** Events show no rows of files: they are kept from the snapshot, as long as its first row is what it was. */
function withSample(l: Load, known: readonly Load[]): Load {
  if (l.shape.sample.length) return l;
  const had = known.find(
    (k) => k.id === l.id && k.shape.sample.length > 0 && k.shape.header === l.shape.header,
  );
  return had ? { ...l, shape: { ...l.shape, sample: had.shape.sample } } : l;
}

/** A file's first rows are not here yet; they are asked for once, for some files have none to show. */
function wantsSample(l: Load, known: readonly Load[]): boolean {
  return lacksSample(l) && !known.some((k) => k.id === l.id && k.version === l.version && lacksSample(k));
}

function lacksSample(l: Load): boolean {
  const seen = l.state === 'scanning' || l.state === 'scanned';
  return seen && l.shape.columns.length > 0 && l.shape.sample.length === 0;
}

/** The index after an event on campaigns/{organisation}: the newest first. What the snapshot holds already changes nothing. */
export function indexAfter(index: CampaignIndex, e: AnyEvent): CampaignIndex {
  if (e.kind !== 'campaign.listed' || e.seq <= index.seq) return index;
  const row = e.data;
  const { items } = index;
  const at = items.findIndex((r) => r.id === row.id);
  if (at >= 0) return { ...index, items: items.with(at, row), seq: e.seq };
  const last = items[items.length - 1];
  if (index.next && last && row.created_at < last.created_at) return { ...index, seq: e.seq }; // on a page that was not read
  return { ...index, items: [row, ...items], seq: e.seq };
}

/** The index with the page behind it. */
export function indexWith(index: CampaignIndex, more: CampaignIndex): CampaignIndex {
  const known = new Set(index.items.map((r) => r.id));
  return {
    ...index,
    items: [...index.items, ...more.items.filter((r) => !known.has(r.id))],
    next: more.next,
  };
}
