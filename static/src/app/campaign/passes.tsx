import { gapsOf } from '../../core/campaign';
import type { Room } from './room';

export default function PassesStep({ room }: { room: Room }) {
  return (
    <ul>
      {gapsOf(room.campaign, 'passes').map((g) => (
        <li key={g.field}>{g.title}</li>
      ))}
    </ul>
  );
}
