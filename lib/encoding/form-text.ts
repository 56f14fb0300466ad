import { encoderFailure } from './parameter-value-error.js';
import { visitPairs, type FormRules } from './form-pairs.js';
import { ParameterValueError } from './parameter-value-error.js';
import type { PercentEscape } from './percent-escaping.js';

/** The rules by which a value becomes the text of a form. */
export interface FormTextRules extends FormRules {
  /** Sorts pairs by their escaped keys. */
  readonly alphabetizes: boolean;
  readonly spell: (keyPath: string) => string;
  readonly escape: PercentEscape;
}

/**
 * Encodes a form; empty without pairs. Throws a `SessionError` of kind `parameterEncoderFailed` for a value without a
 * text form. Exceptions of the caller's functions pass through.
 */
export function formText(value: unknown, rules: FormTextRules): string {
  const pairs = pairsOf(value, rules);
  if (rules.alphabetizes) sortByKey(pairs);
  let form = '';
  for (const { key, value: text } of pairs) form += form === '' ? key + text : `&${key}${text}`;
  return form;
}

interface Pair {
  readonly key: string;
  readonly value: string;
}

function pairsOf(value: unknown, rules: FormTextRules): Pair[] {
  const { spell, escape } = rules;
  const pairs: Pair[] = [];
  let lastPath: string | undefined;
  let lastKey = '';
  try {
    visitPairs(value, rules, (path, text) => {
      if (path !== lastPath) lastKey = `${escape(spell(path))}=`;
      lastPath = path;
      pairs.push({ key: lastKey, value: escape(text) });
    });
  } catch (error) {
    throw error instanceof ParameterValueError ? encoderFailure(error) : error;
  }
  return pairs;
}

/** Up to which number of pairs it is faster to put each in its place than to have the engine sort. */
const FEW = 16;

/** In place; pairs of equal keys stay in their order. */
function sortByKey(pairs: Pair[]): void {
  if (pairs.length > FEW) {
    pairs.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return;
  }
  for (let index = 1; index < pairs.length; index += 1) {
    const pair = pairs[index] as Pair;
    let place = index;
    for (; place > 0 && (pairs[place - 1] as Pair).key > pair.key; place -= 1)
      pairs[place] = pairs[place - 1] as Pair;
    pairs[place] = pair;
  }
}
