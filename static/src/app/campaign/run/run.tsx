import { Head, Main, useTitle } from '../../shell';
import type { Room } from '../room';

/** Run campaign: the sentence that says how it is. */
export default function RunCampaign({ room }: { room: Room }) {
  const c = room.campaign;
  useTitle(`${c.name} – Partyline`);
  return (
    <Main>
      <Head crumb={{ href: '/campaigns', words: 'Campaigns' }} title={c.name} />
      <p role="status">{c.sentence}</p>
    </Main>
  );
}
