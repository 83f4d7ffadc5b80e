// Every keyboard shortcut, once: the dialog behind "?" prints this table.

export type Place = 'anywhere' | 'people' | 'queue' | 'skip' | 'log' | 'wizard' | 'run' | 'results';

export interface Shortcut {
  place: Place;
  keys: readonly string[];
  does: string;
}

export const placeWords: Record<Place, string> = {
  anywhere: 'Anywhere',
  people: 'In lists of people',
  queue: 'In the queue',
  skip: 'Skip dialog',
  log: 'Log contact dialog',
  wizard: 'Campaign in steps',
  run: 'Run campaign',
  results: 'Results',
};

export const shortcuts: readonly Shortcut[] = [
  { place: 'anywhere', keys: ['?'], does: 'This list' },
  { place: 'anywhere', keys: ['Ctrl K'], does: 'Go to a session, list, group, person or page' },
  { place: 'anywhere', keys: ['g', 's'], does: 'Calling sessions' },
  { place: 'anywhere', keys: ['g', 'l'], does: 'Call lists' },
  { place: 'anywhere', keys: ['g', 'g'], does: 'Groups' },
  { place: 'anywhere', keys: ['g', 'c'], does: 'Campaigns, for admins' },
  { place: 'anywhere', keys: ['/'], does: 'Search' },
  { place: 'anywhere', keys: ['Esc'], does: 'Close' },
  { place: 'people', keys: ['↓', 'j'], does: 'Next row' },
  { place: 'people', keys: ['↑', 'k'], does: 'Row before' },
  { place: 'people', keys: ['↵'], does: 'Open' },
  { place: 'people', keys: ['m'], does: 'Menu of the row' },
  { place: 'people', keys: ['x'], does: 'Choose, on a call list' },
  { place: 'people', keys: ['Del'], does: 'Take off the list (undo 10 s)' },
  { place: 'queue', keys: ['↓', 'j'], does: 'Next row' },
  { place: 'queue', keys: ['↑', 'k'], does: 'Row before' },
  { place: 'queue', keys: ['PgUp', 'PgDn', 'Home', 'End'], does: 'Further' },
  { place: 'queue', keys: ['↵'], does: 'Open supporter' },
  { place: 'queue', keys: ['m', 'Shift F10'], does: 'Menu of the row' },
  { place: 'queue', keys: ['s'], does: 'Skip' },
  { place: 'queue', keys: ['p'], does: 'Prioritise' },
  { place: 'queue', keys: ['l'], does: 'Log contact' },
  { place: 'queue', keys: ['u'], does: 'Undo (10 s)' },
  { place: 'queue', keys: ['f'], does: 'Filters' },
  { place: 'skip', keys: ['1', '2', '3', '4', '5'], does: 'Type of skip' },
  { place: 'skip', keys: ['↵'], does: 'Confirm' },
  { place: 'log', keys: ['y', 'n'], does: 'Reached or not' },
  { place: 'log', keys: ['Ctrl ↵'], does: 'Save' },
  { place: 'wizard', keys: ['Alt ←', 'Alt →'], does: 'Step before, next step' },
  { place: 'wizard', keys: ['Ctrl S'], does: 'Save now (it saves by itself)' },
  { place: 'run', keys: ['c'], does: 'Copy the caller link' },
  { place: 'run', keys: ['k'], does: 'Copy the clicker link' },
  { place: 'results', keys: ['d', 'w', 'm'], does: 'Today, 7 days, 30 days' },
  { place: 'results', keys: ['e'], does: 'Export' },
];
