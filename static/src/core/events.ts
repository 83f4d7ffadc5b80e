// Events and frames: what the socket says. One closed union, generated from the server's own definitions.

import type * as Api from './api.gen';
import type { Change } from './types';

export type AnyEvent = Api.Event;
/** Events of session/{id}: all carry a Change. */
export type SessionEvent = Extract<AnyEvent, { data: Change; kind: `calling.${string}` }>;
/** A person on a topic, and what they are doing. */
export type Here = Api.Person;
export type ServerFrame = Api.ServerFrame;
export type BrowserFrame = Api.BrowserFrame;
