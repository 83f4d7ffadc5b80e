import { gapsOf } from '../../../core/campaign';
import type { Room } from '../room';

export default function ContactsStep({ room }: { room: Room }) {
  return (
    <ul>
      {gapsOf(room.campaign, 'contacts').map((g) => (
        <li key={g.field}>{g.title}</li>
      ))}
    </ul>
  );
}
