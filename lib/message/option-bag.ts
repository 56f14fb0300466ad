/** Values that an option accepts: a test, and words for the sentence that names a wrong one. */
export interface OptionRule {
  readonly wanted: string;
  accepts(value: unknown): boolean;
}

/** A rule for every option of a bag. Adding an option to the interface does not compile without its rule. */
export type OptionRules<Bag> = { readonly [Name in keyof Bag]-?: OptionRule };

/**
 * The only reader of one kind of options. It knows their names, checks their values, and reads the caller's object once:
 * own properties, and those of the caller's class, but never those of `Object.prototype`. Options that are undefined
 * count as left out.
 */
export class OptionBag<Bag extends object> {
  readonly #title: string;
  readonly #rules: OptionRules<Bag>;

  /** `title` names the options in messages, such as `request options`. */
  constructor(title: string, rules: OptionRules<Bag>) {
    this.#title = title;
    this.#rules = rules;
  }

  /**
   * Copies the options that are given. Throws a TypeError that names the first unknown option and the nearest known one,
   * or the first value that is not wanted. Exceptions of the caller's getters pass through.
   */
  read(given: Bag | undefined): Readonly<Bag> {
    if (given === undefined) return NONE as Bag;
    if (!isObject(given) || Array.isArray(given)) {
      throw new TypeError(`${this.#title} are ${inWords(given)}; an object is wanted`);
    }
    const options = Object.create(null) as Record<string, unknown>;
    for (const name of Object.keys(given)) this.#take(name, given, options);
    if (!isPlain(given)) for (const name of this.#inherited(given)) this.#take(name, given, options);
    return options as Bag;
  }

  /** Copies those of the named options that can be read. Never throws. */
  salvage(given: unknown, names: readonly (keyof Bag & string)[]): Readonly<Bag> {
    const options = Object.create(null) as Record<string, unknown>;
    for (const name of names) {
      try {
        if (isObject(given) && Object.hasOwn(given as object, name))
          this.#take(name, given as object, options);
      } catch {
        // this one makes no sense either
      }
    }
    return options as Bag;
  }

  #take(name: string, given: object, options: Record<string, unknown>): void {
    const rule = Object.hasOwn(this.#rules, name) ? this.#rules[name as keyof Bag] : undefined;
    if (rule === undefined) throw new TypeError(this.#unknown(name));
    const value: unknown = given[name as keyof typeof given];
    if (value === undefined) return;
    if (!rule.accepts(value)) {
      throw new TypeError(`${this.#title}: "${name}" is ${inWords(value)}; ${rule.wanted} is wanted`);
    }
    options[name] = value;
  }

  /** Known names that a class of the caller's defines: getters live on prototypes. */
  #inherited(given: object): string[] {
    return Object.keys(this.#rules).filter((name) => {
      let at: unknown = Object.getPrototypeOf(given);
      for (; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
        if (Object.hasOwn(at as object, name)) return !Object.hasOwn(given, name);
      }
      return false;
    });
  }

  #unknown(name: string): string {
    const nearest = nearestName(name, Object.keys(this.#rules));
    const hint =
      nearest === undefined
        ? `known are ${Object.keys(this.#rules).join(', ')}`
        : `did you mean "${nearest}"?`;
    return `${this.#title} have no "${name}"; ${hint}`;
  }
}

/** Copy of the own fields of an object, without a prototype: a polluted `Object.prototype` does not show through. */
export function ownFields<Fields extends object>(given: Fields | undefined): Readonly<Fields> {
  return Object.assign(Object.create(null) as Fields, given);
}

/** Copy of options with changes. Like the original it has no prototype, so that no polluted one shows through. */
export function withOptions<Bag extends object, Changes extends object>(
  options: Readonly<Bag>,
  changes: Changes,
): Readonly<Bag & Changes> {
  return Object.assign(Object.create(null) as object, options, changes);
}

const NONE = /* @__PURE__ */ Object.freeze(/* @__PURE__ */ Object.create(null)) as object;

function isPlain(given: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(given);
  return prototype === Object.prototype || prototype === null;
}

/** Words of other clients for an option, by the name here. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  parameters: ['params', 'searchparams', 'query', 'qs'],
  timeout: ['timeoutinterval', 'timeoutms', 'requesttimeout'],
  interceptor: ['interceptors', 'adapter', 'retrier', 'retry'],
  decode: ['responsetype', 'parsejson'],
  validation: ['validate', 'validatestatus', 'throwhttperrors'],
  fetchOptions: ['withcredentials', 'credentials', 'mode'],
  eventMonitors: ['monitors', 'eventmonitor'],
  baseURL: ['prefixurl', 'baseuri'],
  headers: ['header', 'httpheaders'],
  signal: ['abortsignal', 'canceltoken', 'abortcontroller'],
  session: ['axios', 'instance', 'client'],
  redirectHandler: ['redirect', 'followredirect', 'maxredirects'],
  configuration: ['config', 'options'],
};

/** Known name that a wrong one most probably means; undefined if none is near. */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
  const lower = wrong.toLowerCase();
  const alias = known.find((name) => Object.hasOwn(ALIASES, name) && ALIASES[name]?.includes(lower) === true);
  if (alias !== undefined) return alias;
  const distances = known.map((name) => ({ name, distance: editDistance(lower, name.toLowerCase()) }));
  const [nearest] = distances.sort((one, other) => one.distance - other.distance);
  return nearest !== undefined && nearest.distance <= Math.max(2, wrong.length / 3)
    ? nearest.name
    : undefined;
}

/** Insertions, deletions and replacements that lead from one text to another. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 1; at <= from.length; at += 1) {
    const next = [at];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (from[at - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Short words for a value in a message, without its contents. */
export function inWords(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return `the number ${value}`;
    case 'object': {
      const { name } = typeOf(value) ?? {};
      return typeof name === 'string' && name !== 'Object' ? `a ${name}` : 'an object';
    }
    case 'undefined':
      return 'undefined';
    case 'function':
      return 'a function';
    default:
      return `a ${typeof value}`;
  }
}

function typeOf(value: object): { readonly name?: unknown } | undefined {
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null;
  return prototype?.constructor;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Rules that several bags share. */
export const anything: OptionRule = { wanted: 'any value', accepts: () => true };
export const text: OptionRule = { wanted: 'text', accepts: (value) => typeof value === 'string' };
export const flag: OptionRule = { wanted: 'true or false', accepts: (value) => typeof value === 'boolean' };
export const amount: OptionRule = {
  wanted: 'a number that is not negative',
  accepts: (value) => typeof value === 'number' && value >= 0,
};
export const callable: OptionRule = { wanted: 'a function', accepts: (value) => typeof value === 'function' };
export const someObject: OptionRule = { wanted: 'an object', accepts: isObject };
export const list: OptionRule = {
  wanted: 'a list',
  accepts: (value) =>
    isObject(value) && typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function',
};

/** Accepts these words alone. */
export function oneOf(...words: readonly string[]): OptionRule {
  const wanted = words.map((word) => `"${word}"`).join(' or ');
  return { wanted, accepts: (value) => words.includes(value as string) };
}

/** Accepts an object with a method, or one of several, of these names. */
export function having(wanted: string, ...methods: readonly string[]): OptionRule {
  const has = (value: object, name: string): boolean =>
    typeof (value as Record<string, unknown>)[name] === 'function';
  return {
    wanted,
    accepts: (value) =>
      (isObject(value) || typeof value === 'function') && methods.some((name) => has(value as object, name)),
  };
}
