import { hidesItsContents, ParameterValueError, sortOf } from './parameter-value-error.js';
import { bytesOfBuffer } from './bytes.js';

/** The rules by which values become pairs. */
export interface FormRules {
  readonly elementKey: (key: string, index: number) => string;
  readonly fieldSuffix: (field: string) => string;
  readonly bool: (value: boolean) => string;
  /** Undefined: bytes are an array of numbers. */
  readonly data: ((data: Uint8Array) => string) | undefined;
  readonly date: (date: Date) => string;
  /** Undefined: the key is dropped. */
  readonly nil: () => string | undefined;
}

/** Takes a pair, with its key path and value as they are before escaping. */
export type PairVisitor = (keyPath: string, value: string) => void;

/**
 * Visits the pairs of an object, a Map or URLSearchParams in their order, at any depth: it keeps its own
 * stack. Throws a {@link ParameterValueError} for another root, for a value that has no text, and for an
 * object that contains itself.
 */
export function visitPairs(root: unknown, rules: FormRules, visit: PairVisitor): void {
  new FormWalk(rules, visit).run(root);
}

/** Remaining work: emit a deferred pair, enter an object, or leave one. */
type Step = { kind: 'pair'; key: string; text: string } | Entry | { kind: 'leave'; source: object };

/** Object as given, and the value that stands for it. */
interface Entry {
  kind: 'enter';
  key: string | undefined;
  source: object;
  value: object;
}

const CONTAINER = Symbol('container');

class FormWalk {
  readonly #steps: Step[] = [];
  readonly #ancestors = new Set<object>();
  /** Children of the object being entered: the first that is an object itself, and those after it. */
  #waiting: Step[] = [];

  constructor(
    private readonly rules: FormRules,
    private readonly visit: PairVisitor,
  ) {}

  run(root: unknown): void {
    const value = plainValue(root);
    if (!isKeyed(value)) throw new ParameterValueError('invalidRootObject', `${sortOf(root)} has no keys`);
    this.#enter({ kind: 'enter', key: undefined, source: root as object, value });
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      if (step.kind === 'enter') this.#enter(step);
      else if (step.kind === 'pair') this.visit(step.key, step.text);
      else this.#ancestors.delete(step.source);
    }
  }

  #enter({ key, source, value }: Entry): void {
    if (this.#ancestors.has(source)) throw invalid('an object that contains itself', key);
    this.#waiting = [];
    this.#eachChild(key, value);
    if (this.#waiting.length === 0) return;
    this.#ancestors.add(source);
    this.#steps.push({ kind: 'leave', source });
    for (const step of this.#waiting.reverse()) this.#steps.push(step);
  }

  #eachChild(key: string | undefined, value: object): void {
    const elements = bytesOfBuffer(value) ?? (isListed(value) ? value : undefined);
    if (elements !== undefined) {
      let index = 0;
      for (const element of elements) this.#take(this.rules.elementKey(key ?? '', index++), element);
    } else if (isMap(value)) {
      for (const [field, content] of value) this.#takeField(key, fieldName(field, key), content);
    } else {
      for (const field of Object.keys(value))
        this.#takeField(key, field, (value as Record<string, unknown>)[field]);
    }
  }

  #takeField(key: string | undefined, field: string, value: unknown): void {
    if (value !== undefined)
      this.#take(key === undefined ? field : key + this.rules.fieldSuffix(field), value);
  }

  #take(key: string, given: unknown): void {
    const value = plainValue(given);
    const text =
      typeof value === 'object' && value !== null ? this.#objectText(key, value) : this.#text(key, value);
    if (text === CONTAINER)
      this.#waiting.push({ kind: 'enter', key, source: given as object, value: value as object });
    else if (text === undefined) return;
    else if (this.#waiting.length > 0) this.#waiting.push({ kind: 'pair', key, text });
    else this.visit(key, text);
  }

  /** Undefined when the key is to be dropped. */
  #text(key: string, value: unknown): string | undefined {
    switch (typeof value) {
      case 'string':
        return value;
      case 'number':
      case 'bigint':
        return String(value);
      case 'boolean':
        return this.rules.bool(value);
      case 'undefined':
      case 'object':
        return this.rules.nil();
      default:
        throw invalid(sortOf(value), key);
    }
  }

  #objectText(key: string, value: object): string | typeof CONTAINER {
    if (value instanceof Date) {
      if (Number.isNaN(value.getTime())) throw invalid('an invalid Date', key);
      return this.rules.date(value);
    }
    const bytes = bytesOfBuffer(value);
    if (bytes !== undefined && this.rules.data !== undefined) return this.rules.data(bytes);
    if (bytes === undefined && !isListed(value) && !isKeyed(value)) throw invalid(sortOf(value), key);
    return CONTAINER;
  }
}

/** The name of a Map's entry, whose keys may be anything. */
function fieldName(field: unknown, keyPath: string | undefined): string {
  switch (typeof field) {
    case 'string':
      return field;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(field);
    default:
      throw invalid(`${sortOf(field)} as a key`, keyPath);
  }
}

const BOXES = [Number, String, Boolean, BigInt];

/** A boxed primitive opened, and whatever `toJSON` stands for; bytes and Dates have their own rules. */
function plainValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (BOXES.some((Box) => value instanceof Box)) return value.valueOf();
  if (value instanceof Date || bytesOfBuffer(value) !== undefined) return value;
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' ? (toJSON as () => unknown).call(value) : value;
}

function isKeyed(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || value instanceof Date) return false;
  if (isMap(value)) return true;
  return !isListed(value) && bytesOfBuffer(value) === undefined && !hidesItsContents(value);
}

function isMap(value: object): value is Iterable<[unknown, unknown]> {
  return value instanceof Map || value instanceof URLSearchParams;
}

function isListed(value: object): value is Iterable<unknown> & object {
  return (
    Array.isArray(value) || value instanceof Set || (ArrayBuffer.isView(value) && Symbol.iterator in value)
  );
}

function invalid(problem: string, keyPath: string | undefined): ParameterValueError {
  return new ParameterValueError('invalidValue', problem, keyPath);
}
