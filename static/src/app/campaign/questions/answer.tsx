import { type Answer, list, type Question } from '../../../core/campaign-fields';
import { leads, moved, outcomeWords, retryOf, ruleOf, rules, withAnswer } from '../../../core/questions';
import { Icon } from '../../../ui/icon';
import { type Item, Menu } from '../../../ui/menu';
import { tell } from '../../../ui/toast';
import { Clashed, useSaved } from '../field';
import type { Editor } from './editor';
import { Next } from './next';

interface Props {
  editor: Editor;
  q: Question;
  a: Answer;
  no: number;
  /** Of question 1: it decides what happens to the number. */
  first: boolean;
  /** A new answer below this one. */
  below: () => void;
}

/** One answer: its words, where it leads, and in question 1 what it means for the number. */
export function AnswerRow({ editor, q, a, no, first, below }: Props) {
  const { room, script } = editor;
  const at = `questions/${q.id}/answers/${a.id}`;
  const label = useSaved<string>(room, `${at}/label`);
  const gap = q.kind === 'single' && !leads(script, a.next);
  const name = a.label.trim() || `answer ${no}`;
  return (
    <li class={gap ? 'gap' : undefined}>
      <span class="lab">
        <input
          class={label.fault ? 'in bad' : 'in'}
          aria-label={`Answer ${no}`}
          value={label.value ?? ''}
          maxLength={200}
          autocomplete="off"
          placeholder="Answer"
          {...label.on}
          onInput={(e) => label.enter(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === 'Enter') below();
          }}
        />
        <Clashed room={room} field={`${at}/label`} />
      </span>
      {q.kind === 'single' && (
        <>
          <span class="arr" aria-hidden="true">
            <Icon name="right" small />
          </span>
          <Next editor={editor} field={`${at}/next`} from={q.id} label={`After ${name}`} gap={gap} />
        </>
      )}
      {first && <Rule editor={editor} field={`${at}/retry`} a={a} name={name} />}
      <Menu label={`Menu of ${name}`} items={() => menuOf(editor, q, a, no, first)} />
    </li>
  );
}

/** What the answer means for the number: its retry rule. */
function Rule({ editor, field, a, name }: { editor: Editor; field: string; a: Answer; name: string }) {
  const f = useSaved<Answer['retry']>(editor.room, field);
  const rule = ruleOf(f.value ?? a.retry);
  const shown = rules.find((r) => r.rule === rule);
  const forced = a.outcome === 'do_not_call';
  return (
    <span class={shown?.bad ? 'rule bad' : 'rule'}>
      <Icon name={shown?.icon ?? 'done'} small />
      <select
        class="in"
        aria-label={`The number after ${name}`}
        title={forced ? 'Whoever asks not to be called goes on the Do Not Call list' : undefined}
        value={rule}
        disabled={forced}
        {...f.on}
        onChange={(e) => f.enter(retryOf(e.currentTarget.value as typeof rule))}
      >
        {rules.map((r) => (
          <option key={r.rule} value={r.rule} selected={r.rule === rule}>
            {r.words}
          </option>
        ))}
      </select>
      <Clashed
        room={editor.room}
        field={field}
        words={(v) => rules.find((r) => r.rule === ruleOf(v as Answer['retry']))?.words ?? ''}
      />
    </span>
  );
}

function menuOf(editor: Editor, q: Question, a: Answer, no: number, first: boolean): Item[] {
  const { room } = editor;
  const at = `questions/${q.id}/answers`;
  const order = list(room.saving.draft.now[at]);
  const move = (by: 1 | -1) => {
    room.saving.enter({ [at]: moved(order, a.id, by) });
    editor.focus(`${at}/${a.id}/label`);
  };
  const items: Item[] = [
    {
      icon: 'up',
      words: 'Move up',
      off: no === 1 ? 'It is the first one' : undefined,
      choose: () => move(-1),
    },
    {
      icon: 'down',
      words: 'Move down',
      off: no === order.length ? 'It is the last one' : undefined,
      choose: () => move(1),
    },
    {
      icon: 'close',
      words: 'Delete',
      choose: () => {
        room.saving.enter({ [at]: order.filter((id) => id !== a.id) });
        const before = order[order.indexOf(a.id) - 1];
        editor.focus(before ? `${at}/${before}/label` : at);
        tell(`“${a.label || 'The answer'}” is deleted.`, 'close', () => {
          const now = list(room.saving.draft.now[at]).filter((id) => id !== a.id);
          const again = withAnswer({ ...room.saving.draft.now, [at]: now }, q.id, a, before);
          room.saving.enter(before ? again : { ...again, [at]: [a.id, ...now] });
        });
      },
    },
  ];
  if (!first) return items;
  const outcomes = Object.entries(outcomeWords).map(([outcome, words], i) => ({
    apart: i === 0,
    words: `Counts as ${words.toLowerCase()}`,
    checked: (a.outcome || 'talked') === outcome,
    choose: () =>
      room.saving.enter({
        [`${at}/${a.id}/outcome`]: outcome,
        ...(outcome === 'do_not_call' && { [`${at}/${a.id}/retry`]: retryOf('do_not_call') }),
      }),
  }));
  const more: Item = {
    icon: a.more ? 'check' : 'dots',
    words: a.more ? 'Show it to callers at once' : 'Put it behind “More”',
    choose: () => room.saving.enter({ [`${at}/${a.id}/more`]: a.more ? undefined : true }),
  };
  return [...items.slice(0, 2), more, ...items.slice(2), ...outcomes];
}
