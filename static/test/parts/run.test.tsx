import './browser';
import { fireEvent, render, screen, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { LineChart } from '../../src/app/campaign/run/charts';
import { CountsBlock } from '../../src/app/campaign/run/counts';
import { campaign } from '../unit/campaign-world';

const times = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2026, 3, 15, 12, 4 + i)).toISOString());

test('a chart without figures has axes and says what will be here; its table is there all the same', () => {
  render(
    <LineChart
      id="calls"
      title="Last 60 minutes"
      times={times}
      zone="Europe/London"
      series={[{ words: 'calls', one: 'call', values: [] }]}
      empty="First calls will show here"
    />,
  );
  const chart = screen.getByRole('img', { name: 'Last 60 minutes. First calls will show here.' });
  expect(chart.querySelectorAll('line')).toHaveLength(4);
  expect(chart.querySelectorAll('path')).toHaveLength(0);
  fireEvent.click(screen.getByRole('button', { name: 'As a table' }));
  expect(screen.getAllByRole('row')).toHaveLength(61);
});

test('a chart says its last minute in words, and the table has the newest first', () => {
  const values = times.map((_, i) => i);
  render(
    <LineChart
      id="approvals"
      title="Approvals"
      times={times}
      zone="Europe/London"
      series={[{ words: 'approvals', one: 'approval', values, live: true }]}
      empty="First approvals will show here"
    />,
  );
  screen.getByRole('img', { name: 'Approvals, 13:04 to 14:03. This minute 59 approvals.' });
  fireEvent.click(screen.getByRole('button', { name: 'As a table' }));
  const rows = screen.getAllByRole('row').map((r) => r.textContent);
  expect([rows[1], rows.at(-1)]).toEqual(['14:0359', '13:040']);
});

test('numbers by time zone add up as those of all together do', () => {
  const zero = {
    total: 0,
    undialed_landlines: 0,
    undialed_cells: 0,
    ready_retries: 0,
    awaiting_click: 0,
    awaiting_gap: 0,
    awaiting_other: 0,
    outside_hours: 0,
    in_flight: 0,
    finished: 0,
    opted_out: 0,
    invalid: 0,
  };
  const east = { ...zero, total: 10, undialed_landlines: 3, awaiting_click: 4, in_flight: 1, finished: 2 };
  const west = { ...zero, total: 5, outside_hours: 4, opted_out: 1 };
  const all = { ...east, total: 15, outside_hours: 4, opted_out: 1 };
  render(
    <CountsBlock
      campaign={campaign({ state: 'running', counts: all })}
      zones={[
        { zones: ['America/New_York'], open: true, counts: east },
        {
          zones: ['America/Denver', 'America/Los_Angeles'],
          open: false,
          next_at: '2026-04-15T16:00:00Z',
          counts: west,
        },
      ]}
    />,
  );
  screen.getByRole('heading', { name: '15 numbers' });
  const sums = screen
    .getAllByRole('heading', { level: 3 })
    .map((h) => Number(h.querySelector('span')?.textContent));
  expect(sums).toEqual([3, 1, 3, 8]);
  fireEvent.click(screen.getByRole('button', { name: 'By time zone' }));
  const rows = screen.getAllByRole('row').map((r) =>
    within(r)
      .queryAllByRole('cell')
      .map((c) => c.textContent),
  );
  expect(rows.at(1)).toEqual(['Open', '3', '4', '1', '2', '10']);
  expect(rows.at(2)?.slice(1)).toEqual(['0', '4', '0', '1', '5']);
  expect(rows.at(3)?.slice(1)).toEqual(['3', '8', '1', '3', '15']);
  screen.getByRole('rowheader', { name: 'Denver or Los Angeles' });
});
