// Which element of a long table shows whom. An element whose person is out of sight is used for the next one who comes into
// it: other words in a row cost a browser a fraction of what making a row and taking one out costs.

/** So many elements that show nobody are kept at most. */
const mostSpare = 12;

/** How many may get an element now: `left` elements just became free, `fresh` people have none. */
export type Pace = (left: number, fresh: number) => number;

export class Pool {
  #shown = new Map<string, number>();
  #spare: number[] = [];
  #made = 0;

  /** Who is shown, and the number of their element: it stays the same for as long as they are shown. */
  get shown(): ReadonlyMap<string, number> {
    return this.#shown;
  }

  /** Elements that show nobody. */
  get spare(): readonly number[] {
    return this.#spare;
  }

  /**
   * Lets go whoever is not among these any more, and gives the first of them who have none an element. The element of `gone` is not
   * used again. True: some are still without one.
   */
  fill(wanted: readonly string[], pace: Pace, gone?: string): boolean {
    const all = new Set(wanted);
    let left = 0;
    for (const [id, element] of this.#shown) {
      if (all.has(id)) continue;
      this.#shown.delete(id);
      left++;
      if (id !== gone) this.#spare.push(element);
    }
    const fresh = wanted.filter((id) => !this.#shown.has(id));
    const now = fresh.slice(0, pace(left, fresh.length));
    for (const id of now) this.#shown.set(id, this.#spare.shift() ?? this.#made++);
    this.#spare.splice(0, this.#spare.length - mostSpare);
    return now.length < fresh.length;
  }
}

/**
 * The order of elements in the document: as they were, new ones at the end. Moving one costs a browser as much as making it, so it is
 * put right only when that is asked for.
 */
export class Sequence {
  #keys: readonly string[] = [];

  /** The keys in the order of the document; `tidy`: in the order given. */
  put(keys: readonly string[], tidy: boolean): readonly string[] {
    if (tidy) this.#keys = keys;
    else {
      const all = new Set(keys);
      const kept = this.#keys.filter((k) => all.delete(k));
      this.#keys = [...kept, ...all];
    }
    return this.#keys;
  }
}
