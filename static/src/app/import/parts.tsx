import './import.css';
import type { ComponentChildren } from 'preact';
import type { Part } from '../../core/imports';
import { Icon } from '../../ui/icon';

const order: readonly Part[] = ['file', 'columns', 'check'];
const words: Record<Part, string> = { file: 'File', columns: 'Columns', check: 'Check' };

/** The three parts of an import, one under the other; one is open, those before it say what they hold. */
export function Parts({
  open,
  children,
  said,
}: {
  open: Part;
  /** What stands in the open part. */
  children: ComponentChildren;
  /** What the parts before it hold, and how to change it. */
  said: Partial<Record<Part, ComponentChildren>>;
}) {
  return (
    <ol class="parts">
      {order.map((p, i) => {
        const state = p === open ? 'open' : i < order.indexOf(open) ? 'done' : 'later';
        return (
          <li key={p} class={`part ${state}`} aria-current={state === 'open' ? 'step' : undefined}>
            <header>
              <span class="n" aria-hidden="true">
                {state === 'done' ? <Icon name="check" small /> : i + 1}
              </span>
              <h2>
                {words[p]}
                {state === 'later' && <span class="vh">, later</span>}
              </h2>
              {state === 'done' && <div class="said2">{said[p]}</div>}
            </header>
            {state === 'open' && <div class="inside">{children}</div>}
          </li>
        );
      })}
    </ol>
  );
}
