// The sessions of all groups the viewer sees, live: a snapshot, then the events of each group's index.

import { signal } from '@preact/signals';
import type { AnyEvent } from '../../core/events';
import type { Id, Page, SessionRow } from '../../core/types';
import { follow } from '../follow';
import { api, me } from '../here';

export class Index {
  readonly rows = signal<ReadonlyMap<Id, SessionRow> | undefined>(undefined);
  /** So many archived ones were not read. */
  readonly archived = signal(0);
  readonly fault = signal<unknown>(undefined);
  /** What happens elsewhere waits; what is done here does not. */
  readonly paused = signal(false);
  #stops: (() => void)[] = [];
  #changes: SessionRow[] = [];
  /** What events bring while the list is read, for each reading: it may be older than they are. */
  #readings = new Set<SessionRow[]>();
  #frame = 0;
  #closed = false;

  async open(archived: boolean): Promise<void> {
    this.fault.value = undefined;
    const fresh: SessionRow[] = [];
    this.#readings.add(fresh);
    try {
      // Listening begins before the reading, so that nothing falls between: events carry whole rows.
      if (!this.#stops.length) await this.#listen(archived);
      const rows = new Map<Id, SessionRow>();
      let cursor: string | undefined;
      let left = 0;
      do {
        const page: Page<SessionRow> & { archived?: number } = await api.get('/sessions', {
          query: { limit: 200, cursor, archived: archived ? 'true' : undefined },
        });
        for (const r of page.items) rows.set(r.id, r);
        cursor = page.next || undefined;
        left = page.archived ?? 0;
      } while (cursor && !this.#closed);
      // One that was archived before it was read is among those that were counted.
      for (const r of fresh) if (archived || r.status !== 'archived' || rows.has(r.id)) rows.set(r.id, r);
      if (this.#closed) return;
      this.archived.value = left;
      this.rows.value = rows;
    } catch (e) {
      if (!this.#closed && !this.rows.value) this.fault.value = e;
    } finally {
      this.#readings.delete(fresh);
    }
  }

  close() {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    cancelAnimationFrame(this.#frame);
  }

  /** Puts one row in: the reply of something done here. */
  put(row: SessionRow) {
    this.#changes.push(row);
    this.#putIn(true);
  }

  async #listen(archived: boolean) {
    const user = me.value;
    let groups: { id: Id }[] = user?.groups ?? [];
    if (user?.organisation.role)
      groups = (await api.get<Page<{ id: Id }>>('/groups', { query: { limit: 200 } })).items;
    if (this.#closed) return;
    this.#stops = groups.map((g) =>
      follow(`sessions/${g.id}`, {
        event: (e: AnyEvent) => {
          if (e.kind !== 'calling.session_listed') return;
          this.#changes.push(e.data.session);
          for (const fresh of this.#readings) fresh.push(e.data.session);
          this.#frame ||= requestAnimationFrame(() => this.#putIn());
        },
        reset: () => void this.open(archived),
      }),
    );
  }

  pause(on: boolean) {
    this.paused.value = on;
    this.#putIn();
  }

  #putIn(own = false) {
    this.#frame = 0;
    if (this.paused.value && !own) return;
    const rows = this.rows.value;
    if (!rows || this.#closed) return;
    const next = new Map(rows);
    for (const r of this.#changes) {
      const old = next.get(r.id);
      if (!old || r.version >= old.version) next.set(r.id, r);
    }
    this.#changes = [];
    this.rows.value = next;
  }
}
