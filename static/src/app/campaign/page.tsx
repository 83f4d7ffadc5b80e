import '../../styles/pages.css';
import '../../styles/fields.css';
import './wizard.css';
import { useEffect } from 'preact/hooks';
import { lazy, useLocation } from 'preact-iso';
import { firstStep, type StepName, stepAt, stepHref, steps, stepWords } from '../../core/campaign';
import { BoneRows } from '../../ui/bones';
import { Icon } from '../../ui/icon';
import { useAddress } from '../address';
import { ConnectionBanner } from '../connection';
import { tick } from '../here';
import { Head, Main, useTitle } from '../shell';
import { Failed, NotFound } from '../states';
import { useLanding, useWizardKeys } from './going';
import { type Room, useRoom } from './room';
import { Saved } from './saved';
import { StepChoice, StepsNav } from './steps';

/** What a step shows. It gets the room: the campaign live, its fields, and who else is here. */
type Part = (p: { room: Room }) => preact.JSX.Element | null;
const parts: Record<StepName, Part> = {
  name: lazy(() => import('./name')) as unknown as Part,
  integration: lazy(() => import('./integration')) as unknown as Part,
  questions: lazy(() => import('./questions/questions')) as unknown as Part,
  contacts: lazy(() => import('./contacts/contacts')) as unknown as Part,
  caller_id: lazy(() => import('./caller-id')) as unknown as Part,
  hours: lazy(() => import('./hours')) as unknown as Part,
  passes: lazy(() => import('./passes')) as unknown as Part,
  start: lazy(() => import('./start')) as unknown as Part,
};
const Results = lazy(() => import('./results/results')) as unknown as Part;
const Run = lazy(() => import('./run/run')) as unknown as Part;

/** One campaign: its steps, and Run campaign once it has started. */
export default function CampaignPage({ id, step: path }: { id: string; step?: string }) {
  const step = stepAt(path);
  const { route } = useLocation();
  const { room, fault, again } = useRoom(id, step);
  const c = room?.campaign;
  const started = !!c?.started_at;
  useEffect(() => {
    // The address names no step, or the last one by its other name.
    if (
      !c ||
      (path && (path === 'results' || !step || step !== 'start' || path === (started ? 'run' : 'start')))
    )
      return;
    route(stepHref(id, step ?? firstStep(c), c) + location.search, true);
  }, [c?.id, started, path]);
  useTitle(
    c && step && step !== 'start' ? `${stepWords(step, c)}, ${c.name || 'campaign'} – Partyline` : undefined,
  );
  if (!room || !c)
    return (
      <Main>
        {fault ? (
          <Failed
            fault={fault}
            title="Campaign"
            thing="campaign"
            all={{ href: '/campaigns', words: 'All campaigns' }}
            again={again}
          />
        ) : (
          <>
            <Head title="Campaign" />
            <BoneRows rows={6} columns={2} />
          </>
        )}
      </Main>
    );
  if (path === 'results') return <Results room={room} />;
  if (path && !step)
    return (
      <Main>
        <NotFound />
      </Main>
    );
  if (!step) return <Main>{null}</Main>;
  if (step === 'start' && started) return <Run room={room} />;
  return <Wizard room={room} step={step} />;
}

function Wizard({ room, step }: { room: Room; step: StepName }) {
  const { query } = useAddress();
  const c = room.campaign;
  const at = steps.findIndex((s) => s.step === step);
  const [before, next] = [steps[at - 1]?.step, steps[at + 1]?.step];
  const Part = parts[step];
  useTitle(`${stepWords(step, c)}, ${c.name || 'campaign'} – Partyline`);
  useWizardKeys(room, before, next);
  useLanding(step, query.field);
  useEffect(() => () => void room.saving.flush(), [step]);
  tick.value; // "Saved" names a time
  return (
    <div class="wz">
      <StepsNav room={room} step={step} />
      <Main class="wmain">
        <div class="wtop">
          <a class="btn quiet icon phone" href="/campaigns" aria-label="Back to Campaigns">
            <Icon name="back" />
          </a>
          <h1 tabIndex={-1}>{stepWords(step, c)}</h1>
          <span class="muted sm wide">
            Step {at + 1} of {steps.length}
          </span>
          <Saved room={room} step={step} />
        </div>
        <ConnectionBanner />
        <StepChoice room={room} step={step} />
        <div class="wbody" onInput={() => room.editing()}>
          <Part room={room} />
        </div>
        <nav class="wfoot" aria-label="Next to this step">
          {before ? (
            <a class="btn" href={stepHref(c.id, before, c)}>
              <Icon name="left" small />
              {stepWords(before, c)}
            </a>
          ) : (
            <a class="btn" href="/campaigns">
              <Icon name="left" small />
              Campaigns
            </a>
          )}
          {next && (
            <a class="btn primary" href={stepHref(c.id, next, c)}>
              {stepWords(next, c)}
              <Icon name="right" small />
            </a>
          )}
        </nav>
      </Main>
    </div>
  );
}
