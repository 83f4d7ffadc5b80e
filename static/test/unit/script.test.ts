import { expect, test } from 'vitest';
import { paragraphs } from '../../src/core/script';

const names = { supporter: 'Aisha  Khan', leader: ' Ben Adams' };

test('a script is paragraphs with first names in them', () => {
  expect(
    paragraphs('Hi {first_name}, I’m {leader_first_name}.\nGot a minute?\n \n\nWill you come?\n', names),
  ).toEqual(['Hi Aisha, I’m Ben.\nGot a minute?', 'Will you come?']);
});

test('what is no field stays as it is, and a name is not looked at for fields', () => {
  expect(paragraphs('{city} {toString} <b>{first_name}</b>', names)).toEqual([
    '{city} {toString} <b>Aisha</b>',
  ]);
  expect(paragraphs('{first_name}', { supporter: '{leader_first_name} X', leader: 'Ben' })).toEqual([
    '{leader_first_name}',
  ]);
  expect(paragraphs(' \n\n ', names)).toEqual([]);
});
