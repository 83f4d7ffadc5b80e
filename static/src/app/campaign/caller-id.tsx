import { gapsOf } from '../../core/campaign';
import type { Room } from './room';

export default function CallerIDStep({ room }: { room: Room }) {
  return (
    <ul>
      {gapsOf(room.campaign, 'caller_id').map((g) => (
        <li key={g.field}>{g.title}</li>
      ))}
    </ul>
  );
}
