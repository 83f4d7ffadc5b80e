import type { Problem } from '../volunteer/boot';
import type { Draft } from './draft';
import type { Remembered } from './memory';

/** What the person can do. What is refused comes back as its Problem, for the field it is about. */
export interface Does {
  /** Comes in, or changes the name. */
  join(name: string, passcode: string): Promise<Problem | undefined>;
  /** Whether this can be a number, and which; undefined when that cannot be asked just now. */
  check(number: string): Promise<{ wrong?: string; right?: string } | undefined>;
  /** Keeps the number. */
  number(number: string): Promise<Problem | undefined>;
  ring(): Promise<Problem | undefined>;
  rest(): void;
  back(): void;
  finish(): void;
  hangUp(turn: number): Promise<Problem | undefined>;
  more(turn: number): void;
  answer(turn: number, question: string, value: unknown, callBack?: string): void;
  save(turn: number): void;
  /** Opens one of the last talks, to correct it; closes it again, with a word or without. */
  open(turn: number): void;
  close(why?: string): void;
  /** What has been typed to a question and not given yet, kept on the device. */
  draft(turn: number, question: string): Draft | undefined;
  keep(turn: number, question: string, draft?: Draft): void;
  /** Keeps on the device what was said of oneself; one's own beep is kept by the server, too. */
  remember(more: Remembered): void;
  beep(on: boolean): void;
  /** Makes this page the one that is used. */
  here(): void;
  /** Asks for the script as it is now. */
  script(): Promise<void>;
  /** Tries to connect at once. */
  retry(): void;
  /** The server's clock. */
  now(): number;
}
