// The campaign pages for the docs: the list, and the steps of one that is nearly ready.
import { ask, base, type Person } from './house';
import { see, settled, visit } from './scenes';

interface Campaign {
  id: string;
  version: number;
  script: { questions: { answers: { next: string }[] }[] };
}

const support = {
  id: 'support',
  title: 'Will you support Maria Hughes?',
  text: 'Hi {first_name}, I’m a volunteer with Leeds Votes. Can Maria Hughes count on your vote on 7 May?',
  kind: 'single',
  answers: [
    { id: 'strong', label: 'Strong yes', next: '' },
    { id: 'lean', label: 'Lean yes', next: 'how' },
    { id: 'undecided', label: 'Undecided', next: 'matters' },
    { id: 'no', label: 'No', next: 'end' },
  ],
};
const how = {
  id: 'how',
  title: 'How will you vote?',
  text: '',
  kind: 'single',
  answers: [
    { id: 'post', label: 'By post', next: 'end' },
    { id: 'person', label: 'In person', next: 'end' },
  ],
};
const matters = {
  id: 'matters',
  title: 'What matters most to you?',
  text: '',
  kind: 'text',
  answers: [],
  next: 'end',
};

function voters(): string {
  const lines = ['First name,Surname,Mobile no.,Ward,Line type'];
  for (let i = 0; i < 640; i++) {
    const number = i % 40 === 9 ? '0770 90' : `07700 900${String(i).padStart(3, '0')}`;
    const name = `${['Aisha', 'Noor', 'Hugh', 'Iris'][i % 4]},${['Khan', 'Shaw', 'Malik'][i % 3]}`;
    lines.push(`${name},${number},Headingley,${i % 3 ? 'cell' : 'landline'}`);
  }
  return lines.join('\n');
}

/** `shoot` takes one state's pictures. */
export async function wizardPictures(
  maya: Person,
  shoot: (p: Person, name: string, of?: 'page' | 'moment', height?: number) => Promise<void>,
): Promise<void> {
  const c = await ask<Campaign>(maya, 'POST', '/campaigns', { name: 'Spring GOTV' });
  const { questions } = c.script;
  if (questions[0]?.answers[0]) questions[0].answers[0].next = 'support';
  await ask(maya, 'PATCH', `/campaigns/${c.id}`, {
    version: c.version,
    script: { questions: [...questions, support, how, matters] },
    hours: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']
      .map((day) => ({ day, opens: 540, closes: 1260 }))
      .concat({ day: 'saturday', opens: 600, closes: 1020 }),
    passes: 2,
  });
  await maya.page.request.post(`${base}/api/v1/campaigns/${c.id}/contacts?name=leeds-north.csv`, {
    headers: { 'Content-Type': 'text/csv' },
    data: voters(),
  });
  const step = async (name: string) => {
    await visit(maya, `/campaigns/${c.id}/${name}`);
    await maya.page.locator('.wbody > *').first().waitFor();
    await settled(maya);
  };
  await step('contacts');
  await see(maya, /rows can be called/);
  await maya.page.getByText(/^Columns:/).click();
  await shoot(maya, 'wizard-contacts');
  await step('questions');
  await shoot(maya, 'wizard-questions', 'page', 1200);
  await step('hours');
  await shoot(maya, 'wizard-hours');
  await step('start');
  await maya.page.getByRole('button', { name: 'Start campaign' }).click();
  await see(maya, /left before calls can start/);
  await shoot(maya, 'start-refused');
  await visit(maya, '/campaigns');
  await see(maya, 'Spring GOTV');
  await shoot(maya, 'campaigns');
}
