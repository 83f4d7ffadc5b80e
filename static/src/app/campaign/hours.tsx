import { gapsOf } from '../../core/campaign';
import type { Room } from './room';

export default function HoursStep({ room }: { room: Room }) {
  return (
    <ul>
      {gapsOf(room.campaign, 'hours').map((g) => (
        <li key={g.field}>{g.title}</li>
      ))}
    </ul>
  );
}
