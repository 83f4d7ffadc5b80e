import type { Problem } from '../volunteer/boot';

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
  hangUp(): void;
  more(turn: number): void;
  answer(turn: number, question: string, value: unknown, callBack?: string): void;
  save(turn: number): void;
  /** Makes this page the one that is used. */
  here(): void;
  /** Asks for the script as it is now. */
  script(): Promise<void>;
  /** Tries to connect at once. */
  retry(): void;
  /** The server's clock. */
  now(): number;
}
