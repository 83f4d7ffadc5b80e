import type { Card } from '../../../core/card';
import type { Session } from '../../../core/types';
import type { Room } from '../room';

/** What a press on the card opens on the page. */
export interface CardActions {
  log: (entry: string) => void;
  skip: (entry: string) => void;
  showSkipped: () => void;
}

/** What every part of the card is given. */
export interface Parts {
  card: Card;
  room: Room;
  session: Session;
  mine: boolean;
  act: CardActions;
}
