import './browser';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { LocationProvider } from 'preact-iso';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { MemberDialog } from '../../src/app/group/member';
import { AddMember } from '../../src/app/group/member-add';
import { me } from '../../src/app/here';
import { ColumnsPart } from '../../src/app/import/columns';
import { StartDialog } from '../../src/app/list/start';
import type { CallList, Import, Me } from '../../src/core/types';
import { Amount } from '../../src/ui/amount';
import { Rows } from '../../src/ui/rows';

interface Asked {
  method: string;
  path: string;
  body: Record<string, unknown> | undefined;
  key: string | null;
}

/** Answers requests in their order, and keeps what was asked. */
function server(...answers: [status: number, body: unknown][]): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    asked.push({
      method: init.method ?? 'GET',
      path: url.replace('/api/v1', ''),
      body: init.body ? JSON.parse(String(init.body)) : undefined,
      key: headers.get('Idempotency-Key'),
    });
    const [status, body] = answers.shift() ?? [503, { status: 503, code: 'busy', title: 'No more answers.' }];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return asked;
}

const list = {
  id: 'l1',
  name: 'Event RSVPs',
  group: { id: 'g1', name: 'Leeds North' },
  people: 3,
} as CallList;
const submit = () => fireEvent.submit(screen.getByRole('dialog').querySelector('form')!);
const field = (name: string) => screen.getByLabelText(name) as HTMLInputElement;
const type = (name: string, value: string) => fireEvent.input(field(name), { target: { value } });

beforeEach(() => {
  sessionStorage.clear();
  me.value = {
    id: 'ben',
    name: 'Ben Adams',
    mobile: '+447700900123',
    version: 1,
    shortcuts: true,
    groups: [],
    organisation: { show_numbers: false },
  } as unknown as Me;
});

describe('starting a calling session', () => {
  const open = () =>
    render(
      <LocationProvider>
        <StartDialog list={list} close={() => {}} />
      </LocationProvider>,
    );

  test('has one field, filled in with first name and list', () => {
    server();
    open();
    expect(field('Name').value).toBe('Ben - Event RSVPs');
    expect(screen.getByText(/Your name – date – purpose/)).toBeTruthy();
  });

  test('offers to open the session that is there, or to archive it; that is another question with another key', async () => {
    const asked = server(
      [409, { status: 409, code: 'session_exists', title: 'You have an open session.', session: 's9' }],
      [201, { id: 's10' }],
    );
    open();
    submit();
    await screen.findByText('You have an open session.');
    await screen.findByRole('button', { name: 'Open it' });
    fireEvent.click(screen.getByRole('button', { name: 'Archive it and start new' }));
    await waitFor(() => expect(location.pathname).toBe('/sessions/s10'));
    expect(asked.map((a) => a.body?.archive_old)).toEqual([undefined, true]);
    expect(asked[0]?.key).not.toBe(asked[1]?.key);
  });

  test('sends the same key again when the server broke: it may have been done', async () => {
    const asked = server(
      [500, { status: 500, code: 'internal', title: 'Something broke on our side.' }],
      [201, { id: 's11' }],
    );
    open();
    submit();
    await screen.findByText('Something broke on our side.');
    submit();
    await waitFor(() => expect(location.pathname).toBe('/sessions/s11'));
    expect(asked[0]?.key).toBe(asked[1]?.key);
  });

  test('keeps what was typed when the server is away', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    open();
    type('Name', 'Ben – 15 Apr');
    submit();
    await screen.findByRole('alert');
    expect(field('Name').value).toBe('Ben – 15 Apr');
  });
});

describe('a supporter', () => {
  const ada = {
    id: 's1',
    group: 'g1',
    name: 'Ada Clarke',
    has_phone: true,
    has_email: false,
    city: 'Leeds',
    zone: '',
    tags: ['driver'],
    level: '',
    notes: '',
    do_not_call: false,
    do_not_contact: false,
    opted_out: false,
    version: 3,
    lists: [],
    rsvps: [],
    history: [],
  };

  test('is edited with what changed only, and numbers that are hidden are no fields', async () => {
    const asked = server([200, ada], [200, { ...ada, version: 4, tags: ['driver', 'host'] }]);
    const saved = vi.fn();
    render(<MemberDialog id="s1" close={() => {}} saved={saved} />);
    await screen.findByLabelText('City');
    expect(screen.queryByLabelText('Phone number')).toBeNull();
    expect(screen.getAllByText(/Only admins can change this/)).toHaveLength(2);
    type('Tags', 'driver, host');
    submit();
    await waitFor(() => expect(saved).toHaveBeenCalledOnce());
    expect(asked[1]).toMatchObject({ method: 'PATCH', body: { version: 3, tags: ['driver', 'host'] } });
    expect(Object.keys(asked[1]?.body ?? {})).toEqual(['version', 'tags']);
  });

  test('changed by somebody else: both stand there, and the next save counts from their version', async () => {
    const theirs = { ...ada, version: 7, city: 'Ilkley', notes: 'moved' };
    const asked = server(
      [200, ada],
      [409, { status: 409, code: 'conflict', title: 'Changed.', current: theirs }],
      [200, { ...theirs, version: 8, city: 'Otley' }],
    );
    const close = vi.fn();
    render(<MemberDialog id="s1" close={close} />);
    await screen.findByLabelText('City');
    type('City', 'Otley');
    submit();
    await screen.findByText(/changed this to “Ilkley”/);
    expect(field('City').value).toBe('Otley');
    expect(field('Notes').value).toBe('moved');
    submit();
    await waitFor(() => expect(close).toHaveBeenCalled());
    expect(asked[2]?.body).toEqual({ version: 7, city: 'Otley' });
  });

  test('what was typed is still there after a reload, until it is given up', async () => {
    server([200, ada], [200, { ...ada, version: 4, city: 'Ilkley' }], [200, ada]);
    const first = render(<MemberDialog id="s1" close={() => {}} />);
    await screen.findByLabelText('City');
    type('City', 'Otley');
    await waitFor(() => expect(sessionStorage.length).toBe(1));
    first.unmount();
    const second = render(<MemberDialog id="s1" close={() => {}} />);
    await screen.findByText(/What you typed before is still here/);
    expect(field('City').value).toBe('Otley');
    expect(screen.getByText(/changed this to “Ilkley”/)).toBeTruthy();
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(sessionStorage.length).toBe(0);
    second.unmount();
    render(<MemberDialog id="s1" close={() => {}} />);
    await screen.findByLabelText('City');
    expect(field('City').value).toBe('Leeds');
  });

  test('an error stands under its field, which gets the focus', async () => {
    server([
      422,
      {
        status: 422,
        code: 'invalid',
        title: 'Some of this cannot be used.',
        errors: [{ field: 'phone', title: 'This is too short for a GB number.' }],
      },
    ]);
    render(<AddMember group="g1" close={() => {}} added={() => {}} />);
    type('Name', 'Ada');
    type('Phone number', '12');
    submit();
    await screen.findByText('This is too short for a GB number.');
    expect(field('Phone number').getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(document.activeElement).toBe(field('Phone number')));
    expect(field('Name').value).toBe('Ada');
  });
});

describe('the columns of a file', () => {
  const file = {
    id: 'i1',
    group: 'g1',
    state: 'columns',
    file_name: 'people.csv',
    rows: 4,
    version: 2,
    by: { id: 'ben', name: 'Ben Adams' },
    plan: { country: 'GB', list: '', fields: ['name', ''] },
    shape: {
      encoding: 'utf-8',
      separator: ',',
      header: true,
      columns: [
        { title: 'Who', field: 'name' },
        { title: 'Call them on', field: '' },
      ],
      sample: [['Ada', '07700 900001']],
      notices: [],
    },
  } as unknown as Import;

  test('are not sent without a phone column; the reason is said', () => {
    const asked = server();
    render(<ColumnsPart import={file} put={() => {}} again={() => {}} cancel={() => {}} />);
    fireEvent.click(screen.getByRole('button', { name: /Check about 4 rows/ }));
    expect(screen.getByRole('alert').textContent).toBe('Choose which column holds the phone number.');
    expect(asked).toHaveLength(0);
  });

  test('are saved, then checked', async () => {
    const asked = server([200, { ...file, version: 3 }], [200, { ...file, state: 'checking', version: 4 }]);
    const put = vi.fn();
    render(<ColumnsPart import={file} put={put} again={() => {}} cancel={() => {}} />);
    fireEvent.change(screen.getByLabelText('Call them on becomes'), { target: { value: 'phone' } });
    fireEvent.click(screen.getByRole('button', { name: /Check about 4 rows/ }));
    await waitFor(() => expect(put).toHaveBeenCalledOnce());
    expect(asked.map((a) => `${a.method} ${a.path}`)).toEqual([
      'PATCH /imports/i1',
      'POST /imports/i1/check',
    ]);
    expect(asked[0]?.body).toEqual({ version: 2, fields: ['name', 'phone'], country: 'GB' });
  });
});

describe('a long table', () => {
  const people = Array.from({ length: 10_000 }, (_, i) => ({ id: `p${i}`, name: `Person ${i}` }));
  const show = (open = vi.fn()) => {
    render(
      <Rows
        label="People"
        class="t"
        columns={1}
        count={people.length}
        items={people}
        id={(p) => p.id}
        open={open}
        head={null}
        cells={(p) => <td>{p.name}</td>}
      />,
    );
    return open;
  };

  test('has only the rows in sight, and says how many there are', () => {
    show();
    expect(document.querySelectorAll('tr[data-at]').length).toBeLessThan(60);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('10001');
  });

  test('has one tab stop; arrows walk, Enter opens', async () => {
    const open = show();
    const rows = () => [...document.querySelectorAll<HTMLElement>('tr[data-at]')];
    expect(rows().filter((r) => r.tabIndex === 0)).toHaveLength(1);
    act(() => rows()[0]?.focus());
    fireEvent.keyDown(rows()[0]!, { key: 'ArrowDown' });
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.at).toBe('1'));
    fireEvent.keyDown(document.activeElement!, { key: 'Enter' });
    expect(open).toHaveBeenCalledWith(people[1]);
  });
});

describe('an amount of time', () => {
  test('tells minutes, and no number while none stands there', () => {
    const told: number[] = [];
    function Box() {
      const [minutes, setMinutes] = useState(240);
      return (
        <Amount
          label="Wait"
          minutes={minutes}
          change={(m) => {
            told.push(m);
            setMinutes(m);
          }}
        />
      );
    }
    render(<Box />);
    expect(field('Wait').value).toBe('4');
    type('Wait', '');
    expect(field('Wait').value).toBe('');
    type('Wait', '3');
    fireEvent.change(screen.getByLabelText('Unit'), { target: { value: 'days' } });
    expect(told).toEqual([Number.NaN, 180, 4320]);
    expect(field('Wait').value).toBe('3');
  });
});
