import './questions.css';
import { Component, type ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { gapsOf } from '../../../core/campaign';
import { type Question, type Script, scriptOf } from '../../../core/campaign-fields';
import { end, withQuestion } from '../../../core/questions';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Icon } from '../../../ui/icon';
import type { Room } from '../room';
import { type Editor, newID } from './editor';
import { Preview } from './preview';
import { QuestionCard } from './question';

/** Step 3: the script. Question 1 asks who answered; every answer leads somewhere. */
export default function QuestionsStep({ room }: { room: Room }) {
  const script = scriptOf(room.saving.draft.now);
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
  const filled = room.campaign.loads.map((l) => l.plan.fields);
  const loop = gapsOf(room.campaign, 'questions').find((g) => g.title.includes('leads back'));
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
            of={JSON.stringify([q, i, ofQuestion(room, q.id), loop?.title, names, filled])}
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

/** Draws again only when `of` is another: in a long script each key would draw hundreds of choices. */
class Still extends Component<{ of: string; draw: () => ComponentChildren }> {
  override shouldComponentUpdate(next: { of: string }) {
    return next.of !== this.props.of;
  }

  override render() {
    return this.props.draw();
  }
}

/** What is not in the question itself: clashes and refusals. */
function ofQuestion(room: Room, id: string): unknown[] {
  const { clashes, faults } = room.saving.draft;
  const mine = (o: Readonly<Record<string, unknown>>) =>
    Object.entries(o).filter(([k]) => k.startsWith(`questions/${id}/`));
  return [mine(clashes), mine(faults)];
}

/** The questions' names: at once when one comes, goes or moves, else when the typing pauses. */
function useNames(script: Script): Editor['names'] {
  const now = script.questions.map((q) => ({ id: q.id, title: q.title.trim() }));
  const [shown, setShown] = useState(now);
  const key = JSON.stringify(now);
  useEffect(() => {
    const t = setTimeout(() => setShown(now), 400);
    return () => clearTimeout(t);
  }, [key]);
  const same = shown.length === now.length && shown.every((n, i) => n.id === now[i]?.id);
  return same ? shown : now;
}

const yesNo = () => ['Yes', 'No'].map((label) => ({ id: newID('a'), label, next: end }));
