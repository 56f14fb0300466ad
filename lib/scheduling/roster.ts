/** Somebody who can stand on one {@link Roster} at a time. */
export interface Rostered {
  /** Where it stands; -1 while it stands on none. Kept by the roster. */
  place: number;
}

/**
 * Those who are there, in the order they came: a Set whose members know their place. Where members come and go all
 * the time a Set grows a chain of outworn tables, through which the old ones keep the new ones from being collected.
 */
export class Roster<T extends Rostered> implements Iterable<T> {
  readonly #places: (T | undefined)[] = [];
  /** Before it nobody stands any more. */
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

  /** Whether it stood there. */
  delete(member: T): boolean {
    if (!this.has(member)) return false;
    this.#places[member.place] = undefined;
    member.place = -1;
    this.#size -= 1;
    if (this.#places.length > 2 * this.#size + FEW) this.#closeRanks();
    return true;
  }

  /** The one who came first leaves; undefined where nobody is left. */
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
