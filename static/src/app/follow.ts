// One topic for several parts of the app: the sidebar and a page follow the sessions of the same group.

import type { AnyEvent } from '../core/events';
import type { Subscription } from '../core/live';
import { live } from './here';

interface Follower {
  event: (e: AnyEvent) => void;
  /** Too much was missed: read again. Following goes on. */
  reset: () => void;
}

interface Followed {
  all: Set<Follower>;
  subscription: Subscription;
}

const topics = new Map<string, Followed>();

/** Follows a topic from now on. Answers how to stop. */
export function follow(topic: string, follower: Follower): () => void {
  const f = topics.get(topic) ?? { all: new Set(), subscription: listen(topic) };
  topics.set(topic, f);
  f.all.add(follower);
  return () => {
    f.all.delete(follower);
    if (f.all.size || topics.get(topic) !== f) return;
    topics.delete(topic);
    f.subscription.close();
  };
}

function listen(topic: string): Subscription {
  const each = (tell: (f: Follower) => void) => [...(topics.get(topic)?.all ?? [])].forEach(tell);
  return live.subscribe(topic, undefined, {
    event: (e) => each((f) => f.event(e)),
    reset: () => {
      const f = topics.get(topic);
      if (f) f.subscription = listen(topic);
      each((f) => f.reset());
    },
  });
}
