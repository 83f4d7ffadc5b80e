import { gapsOf } from '../../../core/campaign';
import type { Room } from '../room';

export default function QuestionsStep({ room }: { room: Room }) {
  return (
    <ul>
      {gapsOf(room.campaign, 'questions').map((g) => (
        <li key={g.field}>{g.title}</li>
      ))}
    </ul>
  );
}
