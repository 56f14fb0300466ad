import { BaseSessionError } from '../errors/base-session-error.js';
import { typeNameOf } from '../errors/type-name.js';
import { isInstance } from './brand.js';
import { defaultHeaders } from './default-headers.js';
import { isHeaderValue, isToken } from './header-grammar.js';
import { INSPECT, inspected, shownFields, type Inspect } from './inspection.js';

const BRAND = Symbol.for('rxsession.HTTPHeaders');

/** Everything that headers can be made of. Of two equal names the last wins. */
export type HTTPHeadersInit =
  HTTPHeaders | Readonly<Record<string, string>> | Iterable<readonly [name: string, value: string]>;

/** Read-only header fields kept in another form, such as raw buffers. */
export interface FieldSource extends Iterable<readonly [name: string, value: string]> {
  /** Values of the field with this name, in lower case. */
  values(key: string): readonly string[];
}

interface FieldList {
  readonly names: string[];
  readonly keys: string[];
  readonly values: string[];
}

/**
 * An ordered list of header fields with case-insensitive names (Alamofire's `HTTPHeaders`).
 *
 * Immutable and frozen: `set`, `update`, `add`, `remove`, `merging` and `sorted` return a new list. Names and values are
 * checked when given (RFC 9110 §5): a name that is no token, or a value with CR, LF, NUL or a
 * character beyond Latin-1 throws a `SessionError` of kind `urlRequestValidationFailed` with reason
 * `invalidHeader`. If headers are an option of a request, that error arrives in its response.
 *
 * @example
 * const headers = new HTTPHeaders({ Accept: 'application/json' }).set('X-Trace', '17');
 * headers.value('accept'); // 'application/json'
 */
export class HTTPHeaders implements Iterable<[name: string, value: string]> {
  static #default: HTTPHeaders | undefined;
  static #none: HTTPHeaders | undefined;

  #known: FieldList;
  /** Origin of the fields until all of them are needed. */
  #source: FieldSource | undefined;
  /** The last result of `merging`. */
  #merged: { readonly other: HTTPHeaders; readonly result: HTTPHeaders } | undefined;

  constructor(init?: HTTPHeadersInit) {
    this.#known = init === undefined ? NO_FIELDS : HTTPHeaders.#fieldsOf(init);
    Object.freeze(this);
  }

  /** True for lists of this class, also those of another copy of the package. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return isInstance(this, HTTPHeaders, BRAND, value);
  }

  /** The headers every session sends unless it is given others; empty in browsers. */
  static get default(): HTTPHeaders {
    return (HTTPHeaders.#default ??= new HTTPHeaders(defaultHeaders()));
  }

  /** Headers from a caller's value. Returns a list as it is. */
  static from(init?: HTTPHeadersInit): HTTPHeaders {
    if (init === undefined) return (HTTPHeaders.#none ??= new HTTPHeaders());
    return HTTPHeaders.#isOwn(init) ? init : new HTTPHeaders(init);
  }

  /** Fields of a server: unchecked, repeated names kept apart. */
  static received(pairs: Iterable<readonly [name: string, value: string]>): HTTPHeaders {
    const headers = new HTTPHeaders();
    headers.#known = listOf(pairs);
    return headers;
  }

  /**
   * Like {@link received}, but reads the fields when they are needed.
   *
   * @internal
   */
  static deferred(source: FieldSource): HTTPHeaders {
    const headers = new HTTPHeaders();
    headers.#source = source;
    return headers;
  }

  /** True for a list of this copy of the package, whose fields can be shared. */
  static #isOwn(init: HTTPHeadersInit): init is HTTPHeaders {
    return typeof init === 'object' && #known in init;
  }

  static #fieldsOf(init: HTTPHeadersInit): FieldList {
    if (HTTPHeaders.#isOwn(init)) return init.#fields;
    if (init instanceof HTTPHeaders) return listOf(init);
    const fields: FieldList = { names: [], keys: [], values: [] };
    for (const [name, value] of pairsOf(init)) put(fields, name, value);
    return fields;
  }

  get #fields(): FieldList {
    if (this.#source !== undefined) {
      this.#known = listOf(this.#source);
      this.#source = undefined;
    }
    return this.#known;
  }

  /** Number of fields, repeated ones counted each. */
  get size(): number {
    return this.#fields.keys.length;
  }

  /** Value of a field, repeated ones joined with a comma and a space. Undefined if there is none. */
  get(name: string): string | undefined {
    const key = name.toLowerCase();
    if (this.#source !== undefined) return joined(this.#source.values(key));
    const { keys, values } = this.#fields;
    const first = keys.indexOf(key);
    if (first < 0) return undefined;
    return keys.includes(key, first + 1) ? this.values(name).join(', ') : values[first];
  }

  /** Like {@link get} (Alamofire's `value(for:)`). */
  value(name: string): string | undefined {
    return this.get(name);
  }

  /** Values of a field, one for each line, such as several `Set-Cookie`. */
  values(name: string): string[] {
    const key = name.toLowerCase();
    return this.#fields.values.filter((_, index) => this.#fields.keys[index] === key);
  }

  /** True if there is such a field. */
  has(name: string): boolean {
    return this.#fields.keys.includes(name.toLowerCase());
  }

  /** Returns a new list with the field set to this value, at its old index, its name spelled as given. */
  set(name: string, value: string): HTTPHeaders {
    return this.#changed((fields) => {
      put(fields, name, value);
    });
  }

  /** Returns a new list, like {@link set} (Alamofire's `update`). */
  update(name: string, value: string): HTTPHeaders {
    return this.set(name, value);
  }

  /** Returns a new list, like {@link set} (Alamofire's `add`, which replaces an equal name). */
  add(name: string, value: string): HTTPHeaders {
    return this.set(name, value);
  }

  /** Returns a new list without the field. */
  remove(name: string): HTTPHeaders {
    return this.has(name)
      ? this.#changed((fields) => {
          drop(fields, name.toLowerCase());
        })
      : this;
  }

  /** Returns a new list with the fields of `other` added, replacing equal names. */
  merging(other: HTTPHeaders): HTTPHeaders {
    if (this.size === 0) return other;
    if (other.size === 0) return this;
    // Headers of a session are merged with the same list for most of its requests.
    if (this.#merged?.other !== other) this.#merged = { other, result: this.#mergedWith(other) };
    return this.#merged.result;
  }

  #mergedWith(other: HTTPHeaders): HTTPHeaders {
    return this.#changed((fields) => {
      const { names, keys, values } = other.#fields;
      for (let index = 0; index < names.length; index += 1) {
        place(fields, names[index] as string, keys[index] as string, values[index] as string);
      }
    });
  }

  /** Returns a new list in the order of the names, without regard to case. */
  sorted(): HTTPHeaders {
    const order = [...this].sort(([a], [b]) => compare(a.toLowerCase(), b.toLowerCase()));
    return HTTPHeaders.received(order);
  }

  /** Iterates over `[name, value]` pairs in order. */
  *[Symbol.iterator](): Generator<[name: string, value: string]> {
    const { names, values } = this.#fields;
    for (let index = 0; index < names.length; index += 1) {
      yield [names[index] as string, values[index] as string];
    }
  }

  /** Visits each field in order; the fastest way to read them all. */
  forEach(visit: (value: string, name: string) => void): void {
    const { names, values } = this.#fields;
    for (let index = 0; index < names.length; index += 1) {
      visit(values[index] as string, names[index] as string);
    }
  }

  /** Fields as an object, repeated ones joined. Secret values are in it: it is data, not for logs. */
  toJSON(): Record<string, string> {
    return Object.fromEntries(this.#fields.names.map((name) => [name, this.get(name) as string]));
  }

  /** Lines of `Name: value`, as on the wire, without a line break at the end. Secret values are in it. */
  toString(): string {
    return Array.from(this, ([name, value]) => `${name}: ${value}`).join('\n');
  }

  /** @internal */
  [INSPECT](_depth: number, options: object, inspect: Inspect): string {
    return inspected('HTTPHeaders', shownFields(this), options, inspect);
  }

  /** @internal Recognised across copies of the package. */
  get [BRAND](): true {
    return true;
  }

  #changed(change: (fields: FieldList) => void): HTTPHeaders {
    const { names, keys, values } = this.#fields;
    const copy = new HTTPHeaders();
    copy.#known = { names: [...names], keys: [...keys], values: [...values] };
    change(copy.#known);
    return copy;
  }
}

/** Never changed: lists are copied before they are. */
const NO_FIELDS: FieldList = { names: [], keys: [], values: [] };

function pairsOf(init: Exclude<HTTPHeadersInit, HTTPHeaders>): Iterable<readonly [string, string]> {
  return Symbol.iterator in init ? (init as Iterable<readonly [string, string]>) : Object.entries(init);
}

function listOf(pairs: Iterable<readonly [name: string, value: string]>): FieldList {
  const fields: FieldList = { names: [], keys: [], values: [] };
  for (const [name, value] of pairs) append(fields, name, value);
  return fields;
}

function joined(values: readonly string[]): string | undefined {
  return values.length > 1 ? values.join(', ') : values[0];
}

function put(fields: FieldList, name: string, value: string): void {
  if (!isToken(name) || !isHeaderValue(value)) {
    throw new BaseSessionError({ kind: 'urlRequestValidationFailed', reason: invalidHeader(name, value) });
  }
  place(fields, name, name.toLowerCase(), value);
}

/** Says in its message what a value is that is no string; two such reasons are equal by kind and name. */
function invalidHeader(name: string, value: unknown): { kind: 'invalidHeader'; name: string } {
  const reason = { kind: 'invalidHeader', name } as const;
  return typeof value === 'string'
    ? reason
    : Object.defineProperty(reason, 'given', { value: typeNameOf(value), enumerable: false });
}

/** Puts in a field that was checked before. */
function place(fields: FieldList, name: string, key: string, value: string): void {
  const at = fields.keys.indexOf(key);
  if (at < 0) {
    append(fields, name, value);
    return;
  }
  if (fields.keys.includes(key, at + 1)) drop(fields, key, at + 1);
  fields.names[at] = name;
  fields.values[at] = value;
}

function append(fields: FieldList, name: string, value: string): void {
  fields.names.push(name);
  fields.keys.push(name.toLowerCase());
  fields.values.push(value);
}

function drop(fields: FieldList, key: string, from = 0): void {
  for (let index = fields.keys.length - 1; index >= from; index -= 1) {
    if (fields.keys[index] === key)
      for (const list of Object.values(fields) as string[][]) list.splice(index, 1);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
