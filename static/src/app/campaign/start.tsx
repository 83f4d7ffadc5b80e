import { gapsOf } from '../../core/campaign';
import type { Room } from './room';

export default function StartStep({ room }: { room: Room }) {
  return (
    <ul>
      {gapsOf(room.campaign, 'start').map((g) => (
        <li key={g.field}>{g.title}</li>
      ))}
    </ul>
  );
}
