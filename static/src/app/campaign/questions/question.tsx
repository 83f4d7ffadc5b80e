import { useRef, useState } from 'preact/hooks';
import { list, type Question } from '../../../core/campaign-fields';
import {
  danglers,
  defaultAnswers,
  end,
  kindWords,
  leads,
  mergeFields,
  moved,
  unknownFields,
  withAnswer,
  withQuestion,
} from '../../../core/questions';
import { Icon } from '../../../ui/icon';
import { type Item, Menu } from '../../../ui/menu';
import { tell } from '../../../ui/toast';
import { Clashed, useSaved } from '../field';
import { AnswerRow } from './answer';
import { type Editor, newID } from './editor';
import { Next } from './next';
import { Still } from './still';

/** One question: its title, what the caller reads, and where each answer leads. */
export function QuestionCard({
  editor,
  q,
  no,
  loop,
}: {
  editor: Editor;
  q: Question;
  no: number;
  loop?: string;
}) {
  const { room, script } = editor;
  const at = `questions/${q.id}`;
  const title = useSaved<string>(room, `${at}/title`);
  const first = no === 1;
  const [all, setAll] = useState(false);
  const bad = danglers(script, q);
  const chosen = q.kind === 'single' || q.kind === 'multiple';
  const hidden = (a: Question['answers'][number]) =>
    first && !all && a.more && !bad.some((b) => b.field.includes(`/${a.id}/`));
  const behindMore = q.answers.filter((a) => hidden(a)).length;
  const lacking = first ? defaultAnswers.filter((d) => !q.answers.some((a) => a.outcome === d.outcome)) : [];
  /** What is not in an answer itself: clashes and refusals. */
  const said = (a: string) => {
    const { clashes, faults } = room.saving.draft;
    const of = `${at}/answers/${a}/`;
    return JSON.stringify([clashes, faults].map((o) => Object.entries(o).filter(([k]) => k.startsWith(of))));
  };
  const addAnswer = (behind?: string) => {
    const a = { id: newID('a'), label: '', ...(q.kind === 'single' && { next: end }) };
    room.saving.enter(withAnswer(room.saving.draft.now, q.id, a, behind));
    editor.focus(`${at}/answers/${a.id}/label`);
  };
  const addDefaults = () => {
    for (const d of lacking) {
      const taken = q.answers.some((a) => a.id === d.id);
      room.saving.enter(withAnswer(room.saving.draft.now, q.id, taken ? { ...d, id: newID('a') } : d));
    }
    setAll(true);
  };
  return (
    <section class="card qc" aria-label={`Question ${no}`} data-question={q.id} data-field={at}>
      <div class="qt">
        <span class="no" aria-hidden="true">
          {no}
        </span>
        <input
          class="in qtitle"
          aria-label={`Question ${no}, title`}
          placeholder="What do you ask?"
          value={title.value ?? ''}
          maxLength={200}
          autocomplete="off"
          {...title.on}
          onInput={(e) => title.enter(e.currentTarget.value)}
        />
        <span class="muted kind">{first ? 'decides what happens to the number' : kindWords[q.kind]}</span>
        <Menu label={`Question ${no} menu`} items={() => menuOf(editor, q, no)} />
      </div>
      <Clashed room={room} field={`${at}/title`} />
      <Say editor={editor} q={q} no={no} />
      {chosen && q.answers.length > 0 && (
        <div class={`br${first ? ' who' : ''}${q.kind === 'multiple' ? ' several' : ''}`}>
          {first && (
            <div class="brh" aria-hidden="true">
              <span>Answer</span>
              <span />
              <span>Then</span>
              <span>The number</span>
            </div>
          )}
          <ul aria-label={`Answers to question ${no}`}>
            {q.answers.map((a, i) =>
              hidden(a) ? null : (
                <Still
                  key={a.id}
                  of={[JSON.stringify(a), i, first, q.kind, leads(script, a.next), editor.names, said(a.id)]}
                  draw={() => (
                    <AnswerRow
                      editor={editor}
                      q={q}
                      a={a}
                      no={i + 1}
                      first={first}
                      below={() => addAnswer(a.id)}
                    />
                  )}
                />
              ),
            )}
          </ul>
        </div>
      )}
      {chosen && (
        <p class="row wrap qacts">
          <button
            type="button"
            class="btn tiny"
            data-field={first && !q.answers.length ? 'questions' : `${at}/answers`}
            onClick={() => addAnswer()}
          >
            <Icon name="plus" small />
            Answer
          </button>
          {behindMore > 0 && (
            <button type="button" class="link sm" onClick={() => setAll(true)}>
              Show {behindMore} more, which callers find behind “More”
            </button>
          )}
          {lacking.length > 0 && (
            <button type="button" class="link sm" onClick={addDefaults}>
              Add{' '}
              {lacking.length === 1
                ? 'the default answer that is'
                : `${lacking.length} default answers that are`}{' '}
              not here
            </button>
          )}
        </p>
      )}
      {q.kind !== 'single' && (
        <div class="row then">
          <span class="muted sm">Then</span>
          <Next editor={editor} field={`${at}/next`} from={q.id} label={`After question ${no}`} />
        </div>
      )}
      {[...bad.map((b) => b.words), ...(loop ? [loop] : [])].map((words) => (
        <p class="warnl gapl" key={words}>
          <Icon name="warn" />
          {words}
        </p>
      ))}
    </section>
  );
}

/** What the caller reads. Merge fields go in where the cursor stands. */
function Say({ editor, q, no }: { editor: Editor; q: Question; no: number }) {
  const { room } = editor;
  const field = `questions/${q.id}/text`;
  const f = useSaved<string>(room, field);
  const area = useRef<HTMLTextAreaElement>(null);
  const known = mergeFields(room.campaign.loads);
  const strange = room.campaign.loads.length ? unknownFields(f.value ?? '', known) : [];
  const insert = (name: string) => {
    const t = area.current;
    if (!t) return;
    t.focus();
    t.setRangeText(`{${name}}`, t.selectionStart, t.selectionEnd, 'end');
    f.enter(t.value);
  };
  return (
    <div class="say">
      <textarea
        ref={area}
        class="in"
        rows={2}
        maxLength={5000}
        aria-label={`Question ${no}, what the caller reads`}
        placeholder="What the caller reads out (optional)"
        value={f.value ?? ''}
        {...f.on}
        onInput={(e) => f.enter(e.currentTarget.value)}
      />
      <p class="merge sm muted">
        Put in{' '}
        {known.map((name) => (
          <button
            type="button"
            key={name}
            class="link"
            aria-label={`Put in ${name.replaceAll('_', ' ')}`}
            onMouseDown={(e) => e.preventDefault()}
            onClick={() => insert(name)}
          >
            {`{${name}}`}
          </button>
        ))}
      </p>
      <Clashed room={room} field={field} />
      {strange.length > 0 && (
        <p class="warnl sm">
          <Icon name="warn" />
          No column of your files fills {strange.map((s) => `{${s}}`).join(', ')}: callers would see the
          braces.
        </p>
      )}
    </div>
  );
}

function menuOf(editor: Editor, q: Question, no: number): Item[] {
  const { room, script } = editor;
  const at = `questions/${q.id}`;
  const order = list(room.saving.draft.now.questions);
  const first = no === 1;
  const move = (by: 1 | -1) => {
    room.saving.enter({ questions: moved(order, q.id, by, 1) });
    editor.focus(`${at}/title`);
  };
  const fixed = 'Question 1 asks who answered';
  const kinds: Item[] = (Object.keys(kindWords) as Question['kind'][]).map((kind) => ({
    words: kindWords[kind][0]?.toUpperCase() + kindWords[kind].slice(1),
    checked: q.kind === kind,
    off: first && kind !== 'single' ? fixed : undefined,
    choose: () => room.saving.enter({ [`${at}/kind`]: kind, [`${at}/next`]: q.next || end }),
  }));
  return [
    ...kinds,
    {
      apart: true,
      icon: 'up',
      words: 'Move up',
      off: first ? fixed : no === 2 ? 'Question 1 stays first' : undefined,
      choose: () => move(-1),
    },
    {
      icon: 'down',
      words: 'Move down',
      off: first ? fixed : no === script.questions.length ? 'It is the last one' : undefined,
      choose: () => move(1),
    },
    {
      icon: 'copy',
      words: 'Copy',
      off: first ? fixed : undefined,
      choose: () => {
        const copy = { ...q, id: newID('q'), answers: q.answers.map((a) => ({ ...a, id: newID('a') })) };
        room.saving.enter(withQuestion(room.saving.draft.now, copy, q.id));
        editor.focus(`questions/${copy.id}/title`);
      },
    },
    { icon: 'plus', words: 'New question below', choose: () => editor.add(q.id) },
    {
      apart: true,
      icon: 'close',
      words: 'Delete',
      off: first ? fixed : undefined,
      choose: () => {
        room.saving.enter({ questions: order.filter((id) => id !== q.id) });
        tell(`Question ${no} is deleted.`, 'close', () => {
          const now = list(room.saving.draft.now.questions).filter((id) => id !== q.id);
          room.saving.enter(withQuestion({ ...room.saving.draft.now, questions: now }, q, order[no - 2]));
        });
      },
    },
  ];
}
