/** Member that can stand on one {@link Roster} at a time. */
export interface Rostered {
  /** Index on the roster; -1 while it stands on none. Kept by the roster. */
  place: number;
}

/**
 * Members in the order they were added: a Set whose members know their index. A Set with members that constantly come
 * and go builds a chain of outdated tables, through which old ones keep new ones from being collected.
 */
export class Roster<T extends Rostered> implements Iterable<T> {
  readonly #places: (T | undefined)[] = [];
  /** Index before which no member is left. */
  #front = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(member: T): boolean {
    return this.#places[member.place] === member;
  }

  add(member: T): void {
    if (this.has(member)) return;
    member.place = this.#places.push(member) - 1;
    this.#size += 1;
  }

  /** Removes a member. Returns false if it was not there. */
  delete(member: T): boolean {
    if (!this.has(member)) return false;
    this.#places[member.place] = undefined;
    member.place = -1;
    this.#size -= 1;
    if (this.#places.length > 2 * this.#size + FEW) this.#closeRanks();
    return true;
  }

  /** Removes and returns the oldest member, if there is one. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    let first = this.#places[this.#front];
    while (first === undefined) first = this.#places[(this.#front += 1)];
    this.delete(first);
    return first;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const member of [...this.#places]) if (member !== undefined) yield member;
  }

  #closeRanks(): void {
    let place = 0;
    this.#front = 0;
    for (const member of this.#places) {
      if (member === undefined) continue;
      this.#places[place] = member;
      member.place = place;
      place += 1;
    }
    this.#places.length = place;
  }
}

/** Empty places that are not worth closing. */
const FEW = 32;
