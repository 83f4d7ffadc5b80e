// The clicker's page as it is seen. It is built once; only what has changed is written into it.
import type { Clicking } from '../volunteer/boot';
import type { View } from './clicking';
import { type Hands, keys, links, presses, skips } from './hands';
import { many, num, time } from './words';

export interface Shown {
  view: View;
  mine: number;
  unsent: number;
  last: string;
  word: string;
  clicking: Clicking;
  up: boolean;
  lasting: boolean;
  name: string;
}

export interface Page {
  /** Shows one sentence and nothing to do: a dead link, somebody who was taken off. */
  sentence(text: string): void;
  /** Shows the form for a name. `join` is given name and passcode and answers what is wrong, '' when it worked. */
  joining(
    passcode: boolean,
    launch: boolean,
    join: (name: string, passcode: string) => Promise<string>,
  ): void;
  show(s: Shown): void;
  /** Says something to who cannot see it. */
  speak(text: string): void;
}

const icon = (d: string) => `<svg class="i s" viewBox="0 0 20 20" aria-hidden="true">${d}</svg>`;
const check = icon('<path d="m4 10.7 4 4 8-9"/>');
const mobile = icon('<rect x="5.5" y="2.5" width="9" height="15" rx="2"/><path d="M9 15h2"/>');
const mark =
  '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path class="arc" d="M4.5 15.5C4.5 9.4 7.7 6 12 6s7.5 3.4 7.5 9.5"/><circle class="a" cx="4.5" cy="17" r="2.7"/><circle class="b" cx="12" cy="17" r="2.7"/><circle class="a" cx="19.5" cy="17" r="2.7"/></svg>';

const markup = `<header><div class="bar">${mark}<h1></h1><span class="pill" hidden></span></div><p id="strip" hidden></p></header>
<main class="plain"></main>
<main class="click" hidden>
<p class="mine"><b></b><span class="did">approved by you</span></p>
<div class="one"><p class="last"></p><p class="no"></p><p class="kind"></p></div>
<button class="approve" type="button"><span class="label"></span><span class="keys"></span></button>
<div><div class="team"><span class="rate"></span><span class="left"></span><progress aria-label="Approved by everybody"></progress><span class="note"></span></div>
<div class="pair"><button class="btn skip" type="button">Skip this number</button><button class="btn stop" type="button">Stop</button></div></div>
</main>
<p class="vh" id="say" role="status"></p>`;

const lines: Record<string, string> = {
  cell: 'Mobile',
  voip: 'Internet phone',
  unknown: 'Perhaps a mobile',
  landline: 'Landline',
};

export function page(root: HTMLElement, campaign: string, hands: Hands): Page {
  root.innerHTML = markup;
  const get = (what: string) => root.querySelector(what) as HTMLElement;
  const plain = get('.plain');
  const click = get('.click');
  const pill = get('.pill');
  const approve = get('.approve') as HTMLButtonElement;
  const bar = get('progress') as HTMLProgressElement;
  const parts: Record<string, HTMLElement> = {};
  for (const name of [
    '.mine b',
    '.last',
    '.no',
    '.kind',
    '.label',
    '.keys',
    '.did',
    '.rate',
    '.left',
    '.note',
    '#strip',
    '#say',
  ])
    parts[name] = get(name);
  const was: Record<string, string> = {};
  get('h1').textContent = campaign || 'Partyline';
  const calls = () => was.launch === 'true';
  presses(approve, hands.press, calls);
  skips(get('.skip'), hands.skip);
  links();
  get('.stop').addEventListener('click', hands.stop);
  keys(hands, approve, () => !click.hidden, calls);

  /** Markup of ours only: what came from people goes in by `words`. */
  function put(name: string, html: string) {
    const e = parts[name];
    if (!e || was[name] === html) return;
    was[name] = html;
    e.innerHTML = html;
  }
  function set(name: string, value: string, f: () => void) {
    if (was[name] === value) return;
    was[name] = value;
    f();
  }
  function only(e: HTMLElement) {
    plain.hidden = e !== plain;
    click.hidden = e !== click;
  }
  function titled(state: string) {
    const title = `${state}${campaign || ''}${campaign ? ' – ' : ''}Partyline`;
    if (document.title !== title) document.title = title;
  }

  return {
    sentence(text) {
      only(plain);
      plain.textContent = text;
      pill.hidden = true;
      parts['#strip']?.setAttribute('hidden', '');
      titled('');
    },
    joining(passcode, launch, join) {
      only(plain);
      plain.innerHTML = `<form novalidate><h2>${launch ? 'Call numbers' : 'Approve numbers'}</h2>
<p>${launch ? 'Every call of this campaign is begun by a person. You see one number at a time, and when a volunteer is free one press rings it: they talk, you need no phone.' : 'Before a mobile number may be called, a person has to look at it and approve it. You see one number at a time, and one press approves it.'}</p>
<label class="field"><span>Your name</span><input name="name" maxlength="60" autocomplete="name"></label>
${passcode ? '<label class="field"><span>Passcode</span><input name="passcode" maxlength="64" autocomplete="off"></label>' : ''}
<p class="wrong" id="wrong" role="alert"></p><button class="btn primary">${launch ? 'Start' : 'Start approving'}</button></form>`;
      const form = get('form') as HTMLFormElement;
      const button = get('form button') as HTMLButtonElement;
      const field = (name: string) => form.querySelector(`[name=${name}]`) as HTMLInputElement | null;
      field('name')?.focus();
      form.addEventListener('submit', (e) => {
        e.preventDefault();
        if (button.disabled) return;
        button.disabled = true;
        const said = (name: string) => (field(name)?.value ?? '').trim();
        join(said('name'), said('passcode')).then((wrong) => {
          button.disabled = false;
          if (!wrong) return;
          get('#wrong').textContent = wrong;
          const at = (/passcode/i.test(wrong) && field('passcode')) || field('name');
          at?.setAttribute('aria-invalid', 'true');
          at?.setAttribute('aria-describedby', 'wrong');
          at?.focus();
        });
      });
    },
    show(s) {
      only(click);
      const c = s.clicking;
      const v = s.view;
      const launch = v.kind === 'number' ? v.launch : c.on && c.mode === 'launch';
      const did = launch ? 'called' : 'approved';
      put('.mine b', num(s.mine));
      put('.did', launch ? 'done by you' : 'approved by you');
      put('.keys', launch ? 'Enter works too' : 'Space or Enter works too');
      set('launch', String(v.kind === 'number' && launch), () => undefined);
      set('mode', String(launch), () => click.classList.toggle('launch', launch));
      set('pill', s.up ? 'Live' : 'Offline', () => {
        pill.hidden = false;
        pill.className = s.up ? 'pill' : 'pill re';
        pill.textContent = s.up ? 'Live' : 'Offline';
      });
      titled(s.up ? '● Live, ' : '○ Offline, ');
      const strip = offline(s);
      put('#strip', strip);
      set('strip', String(!strip), () => {
        (parts['#strip'] as HTMLElement).hidden = !strip;
      });
      put(
        '.last',
        s.word ? `<span class="word">${s.word}</span>` : s.last ? `${check}${digits(s.last)} ${did}` : '',
      );
      if (v.kind === 'number') {
        put(
          '.no',
          `<span class="vh">Number ending </span><i aria-hidden="true">••••• ••</i> ${digits(v.number)}`,
        );
        put('.kind', `${mobile}${lines[v.line] ?? 'Mobile'}. Look, then ${launch ? 'call' : 'approve'}.`);
      } else {
        put('.no', '');
        put('.kind', sentence(s, launch));
      }
      const [label, ready] = button(v);
      put('.label', label);
      set('ready', String(ready), () => {
        approve.setAttribute('aria-disabled', String(!ready));
      });
      set('kind', v.kind, () => {
        click.setAttribute('data-state', v.kind);
        for (const b of ['.skip', '.stop'])
          (get(b) as HTMLButtonElement).disabled = b === '.skip' ? v.kind !== 'number' : !stoppable(v);
      });
      put(
        '.rate',
        c.an_hour
          ? `<b>${num(c.an_hour)}</b> an hour${c.clickers ? `<span class="wide">, ${many(c.clickers, 'clicker', 'clickers')}</span>` : ''}`
          : c.clickers
            ? many(c.clickers, 'clicker', 'clickers')
            : '',
      );
      const done = c.done_at && c.left ? `, done about ${time(Date.parse(c.done_at))}` : '';
      put('.left', `<b>${num(c.left)}</b> left${done}`);
      set('progress', `${c.approved}/${c.total}`, () => {
        bar.max = Math.max(c.total, 1);
        bar.value = c.approved;
      });
      set('note', c.note ?? '', () => {
        (parts['.note'] as HTMLElement).textContent = c.note ?? '';
      });
    },
    speak(text) {
      set('#say', text, () => {
        (parts['#say'] as HTMLElement).textContent = text;
      });
    },
  };
}

/** The digits of a masked number that are shown; whatever else the server sent is left out. */
function digits(masked: string): string {
  return masked.replace(/[^\d ]/g, '').trim();
}

function offline(s: Shown): string {
  if (!s.lasting && s.unsent)
    return `Keep this tab open: ${many(s.unsent, 'approval is', 'approvals are')} only in it until they are sent.`;
  if (s.up || s.view.kind === 'ready' || s.view.kind === 'stopped' || s.view.kind === 'recalled') {
    if (s.up || !s.unsent) return '';
    return `You are offline. ${many(s.unsent, 'approval is', 'approvals are')} saved on this device and ${s.unsent === 1 ? 'goes' : 'go'} up when you are online.`;
  }
  const here = s.view.kind === 'number' ? `, ${many(s.view.here, 'number', 'numbers')} still here` : '';
  return `Working offline: ${many(s.unsent, 'approval', 'approvals')} saved on this device${here}.`;
}

function stoppable(v: View): boolean {
  return ['number', 'asking', 'out', 'held', 'skipped', 'none'].indexOf(v.kind) >= 0;
}

/** What the big button says, and whether pressing it does something. */
function button(v: View): [string, boolean] {
  switch (v.kind) {
    case 'number':
      return v.launch ? [v.wait || 'Call this number', !v.wait] : ['Approve ID', true];
    case 'ready':
      return ['Start', true];
    case 'stopped':
    case 'recalled':
      return ['Go on', true];
    case 'asking':
      return ['Getting numbers…', false];
    default:
      return ['Waiting for more numbers…', false];
  }
}

function sentence(s: Shown, launch: boolean): string {
  const v = s.view;
  const thanks = s.mine > 0 ? ` You did ${num(s.mine)}.` : '';
  switch (v.kind) {
    case 'number':
    case 'asking':
      return '';
    case 'ready':
      return launch
        ? 'Look at each number, then call it. One press rings one person, and a volunteer talks to them.'
        : 'Look at each number, then approve it. One press approves one number.';
    case 'stopped':
      return `You have stopped. ${launch ? 'The number on your screen' : 'The numbers you did not approve'} went to the others.`;
    case 'recalled':
      return `Nothing was pressed for a minute, so ${launch ? 'your number' : 'your numbers'} went to the others.`;
    case 'out':
      return 'More numbers come when you are online again.';
    case 'held':
      return `Others hold the last ${many(v.held, 'number', 'numbers')}. More may come back in a minute.`;
    case 'skipped':
      return 'The numbers that are left are ones you skipped: others look at them.';
    case 'none':
      return launch
        ? `${s.clicking.wait || 'No number can be called just now.'} Numbers come here by themselves.`
        : 'There are no numbers to approve yet. They come here by themselves.';
    case 'done':
      return `All numbers are approved. Thank you!${thanks}`;
    case 'over':
      return `${v.why.replace(/[<&]/g, '')}${thanks}`;
    default:
      return v satisfies never;
  }
}
