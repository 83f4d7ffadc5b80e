import './questions.css';
import { batch, type Signal, signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { gapsOf } from '../../../core/campaign';
import { type Question, type Script, scriptOf } from '../../../core/campaign-fields';
import { end, endsAtOnce, withQuestion } from '../../../core/questions';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Icon } from '../../../ui/icon';
import type { Room } from '../room';
import { type Editor, newID } from './editor';
import { Preview } from './preview';
import { QuestionCard } from './question';
import { Still } from './still';

/** Step 3: the script. Question 1 asks who answered; every answer leads somewhere. */
export default function QuestionsStep({ room }: { room: Room }) {
  const script = useKept(scriptOf(room.saving.draft.now));
  const [at, setAt] = useState<string>();
  const [open, setOpen] = useState(false);
  const to = useRef<string>(undefined);
  const names = useNames(script);
  // In the layout phase: a key pressed right behind the one that made the field goes into it.
  useLayoutEffect(() => {
    if (!to.current) return;
    const target = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(to.current)}"]`);
    if (!target) return;
    to.current = undefined;
    target.focus();
  });
  const editor: Editor = {
    room,
    script,
    names,
    add: (behind) => {
      const q: Question = { id: newID('q'), title: '', text: '', kind: 'single', answers: yesNo() };
      room.saving.enter(withQuestion(room.saving.draft.now, q, behind));
      to.current = `questions/${q.id}/title`;
      return q.id;
    },
    focus: (field) => {
      to.current = field;
    },
  };
  const filled = JSON.stringify(room.campaign.loads.map((l) => l.plan.fields));
  const loop = gapsOf(room.campaign, 'questions').find((g) => g.title.includes('leads back'));
  const only = endsAtOnce(script);
  return (
    <div class="qwrap">
      <div
        onFocusCapture={(e) => {
          const id = (e.target as HTMLElement).closest<HTMLElement>('[data-question]')?.dataset.question;
          if (id) setAt(id);
        }}
      >
        <p class="pvopen">
          <Button icon="eye" onPress={() => setOpen(true)}>
            Preview as a caller
          </Button>
        </p>
        {script.questions.map((q, i) => (
          <Still
            key={q.id}
            of={[q, i, ofQuestion(room, q.id), loop?.title, names, filled]}
            draw={() => (
              <QuestionCard
                editor={editor}
                q={q}
                no={i + 1}
                loop={loop?.field === `questions/${q.id}` ? loop.title : undefined}
              />
            )}
          />
        ))}
        {only && (
          <p class="warnl" role="status">
            <Icon name="warn" small />
            Question 1 is the only one: “{only}” ends the talk at once. Add what callers ask then.
          </p>
        )}
        <p class="qadd">
          <Button icon="plus" onPress={() => editor.add()}>
            Question
          </Button>
        </p>
      </div>
      <aside class="pv" aria-label="Preview as a caller">
        <h2>
          <Icon name="eye" small />
          As a caller sees it
        </h2>
        <Preview room={room} script={script} at={at} />
      </aside>
      {open && (
        <Dialog title="As a caller sees it" close={() => setOpen(false)} class="pvdlg">
          <div class="body">
            <Preview room={room} script={script} at={at} />
          </div>
        </Dialog>
      )}
    </div>
  );
}

/** What is not in the question itself: clashes and refusals. */
function ofQuestion(room: Room, id: string): string {
  const { clashes, faults } = room.saving.draft;
  const mine = (o: Readonly<Record<string, unknown>>) =>
    Object.entries(o).filter(([k]) => k.startsWith(`questions/${id}/`));
  return JSON.stringify([mine(clashes), mine(faults)]);
}

/** The same script with every question that is as it was before being the same object. */
function useKept(script: Script): Script {
  const before = useRef(new Map<string, { q: Question; json: string }>());
  const now = new Map<string, { q: Question; json: string }>();
  for (const q of script.questions) {
    const json = JSON.stringify(q);
    const old = before.current.get(q.id);
    now.set(q.id, old?.json === json ? old : { q, json });
  }
  before.current = now;
  return { questions: script.questions.map((q) => now.get(q.id)?.q ?? q) };
}

/**
 * The questions' names: at once when one comes, goes or moves, else when the typing pauses. A title that is another
 * changes only its words in the choices: those are hundreds in a long script, and are not drawn for it.
 */
function useNames(script: Script): Editor['names'] {
  const titles = useRef(new Map<string, Signal<string>>());
  const shown = useRef<Editor['names']>([]);
  const now = script.questions.map((q) => ({
    id: q.id,
    title: q.title.trim() || 'Question without a title',
  }));
  useEffect(() => {
    const t = setTimeout(() => {
      batch(() => {
        for (const q of now) titles.current.get(q.id)!.value = q.title;
      });
    }, 400);
    return () => clearTimeout(t);
  }, [JSON.stringify(now)]);
  const before = shown.current;
  if (before.length === now.length && before.every((n, i) => n.id === now[i]?.id)) return before;
  shown.current = now.map((q) => {
    const title = titles.current.get(q.id) ?? signal(q.title);
    titles.current.set(q.id, title);
    return { id: q.id, title };
  });
  return shown.current;
}

const yesNo = () => ['Yes', 'No'].map((label) => ({ id: newID('a'), label, next: end }));
