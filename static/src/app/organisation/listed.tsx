import type { ComponentChildren } from 'preact';
import { BoneRows } from '../../ui/bones';
import type { Reading } from '../reading';
import { Empty, FailedNotice } from '../states';

/** What there is of one kind, as a table under a sentence and the button that adds one; or why it does not show. */
export function Listed<T>(p: {
  /** Names the section. */
  label: string;
  read: Pick<Reading<unknown>, 'fault' | 'again'>;
  items: readonly T[] | undefined;
  /** The button that makes the first and every further one. */
  add: ComponentChildren;
  /** Over the table. */
  about: ComponentChildren;
  none: { title: string; words: ComponentChildren };
  /** How wide the grey rows are while it is read. */
  columns: number;
  head: ComponentChildren;
  row: (item: T) => ComponentChildren;
  /** Its dialogs. */
  children?: ComponentChildren;
}) {
  return (
    <section aria-label={p.label}>
      {!p.items ? (
        p.read.fault ? (
          <FailedNotice
            fault={p.read.fault}
            thing="page"
            all={{ href: '/sessions', words: 'All sessions' }}
            again={p.read.again}
          />
        ) : (
          <BoneRows rows={3} columns={p.columns} />
        )
      ) : p.items.length === 0 ? (
        <Empty title={p.none.title} action={p.add}>
          {p.none.words}
        </Empty>
      ) : (
        <>
          <div class="bar">
            <p class="sub">{p.about}</p>
            <span class="push">{p.add}</span>
          </div>
          <table class="tbl plain">
            <thead>
              <tr>{p.head}</tr>
            </thead>
            <tbody>{p.items.map(p.row)}</tbody>
          </table>
        </>
      )}
      {p.children}
    </section>
  );
}
