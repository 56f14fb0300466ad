import { type AST, RegExpParser } from '@eslint-community/regexpp';

type Next = (at: number) => boolean;
type Matcher = (text: string, at: number, next: Next) => boolean;

/** Counts the steps that a backtracking engine takes to search a text for a pattern. */
export function stepsOf(pattern: RegExp, text: string): number {
  const { flags } = pattern;
  const counter = { steps: 0 };
  const root = new RegExpParser().parsePattern(pattern.source, 0, pattern.source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  const match = anyOf(root.alternatives, flags, counter);
  for (let start = 0; start <= text.length; start += 1) {
    if (match(text, start, () => true) || flags.includes('y')) break;
  }
  return counter.steps;
}

interface Counter {
  steps: number;
}

function anyOf(alternatives: readonly AST.Alternative[], flags: string, counter: Counter): Matcher {
  const matchers = alternatives.map(({ elements }) => sequence(elements, flags, counter));
  return (text, at, next) => matchers.some((match) => match(text, at, next));
}

function sequence(elements: readonly AST.Element[], flags: string, counter: Counter): Matcher {
  const matchers = elements.map((element) => matcherOf(element, flags, counter));
  const from =
    (index: number, text: string, next: Next): Next =>
    (at) =>
      matchers[index]?.(text, at, from(index + 1, text, next)) ?? next(at);
  return (text, at, next) => from(0, text, next)(at);
}

function matcherOf(element: AST.Element, flags: string, counter: Counter): Matcher {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return anyOf(element.alternatives, flags, counter);
    case 'Quantifier':
      return repeated(element, matcherOf(element.element, flags, counter));
    case 'Assertion':
      return assertion(element, flags, counter);
    case 'Backreference':
      return (_text, at, next) => next(at);
    default:
      return character(element.raw, flags, counter);
  }
}

function character(raw: string, flags: string, counter: Counter): Matcher {
  const test = new RegExp(`^(?:${raw})$`, flags.replace(/[gym]/g, ''));
  return (text, at, next) => {
    counter.steps += 1;
    return at < text.length && test.test(text.charAt(at)) && next(at + 1);
  };
}

function repeated({ min, max, greedy }: AST.Quantifier, match: Matcher): Matcher {
  const from =
    (count: number, text: string, next: Next): Next =>
    (at) => {
      const more = (): boolean =>
        count < max &&
        match(text, at, (end) => (end > at || count < min) && from(count + 1, text, next)(end));
      if (count < min) return more();
      return greedy ? more() || next(at) : next(at) || more();
    };
  return (text, at, next) => from(0, text, next)(at);
}

function assertion(element: AST.Assertion, flags: string, counter: Counter): Matcher {
  switch (element.kind) {
    case 'start':
      return (text, at, next) => (at === 0 || (flags.includes('m') && text[at - 1] === '\n')) && next(at);
    case 'end':
      return (text, at, next) =>
        (at === text.length || (flags.includes('m') && text[at] === '\n')) && next(at);
    case 'word':
    case 'lookbehind':
      return (_text, at, next) => next(at);
    case 'lookahead': {
      const match = anyOf(element.alternatives, flags, counter);
      return (text, at, next) => match(text, at, () => true) !== element.negate && next(at);
    }
  }
}
