import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { stepsOf } from '../support/regex-steps.js';

interface FoundPattern {
  readonly file: string;
  readonly pattern: RegExp;
}

function patternsIn(file: string): FoundPattern[] {
  const found: FoundPattern[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ file, pattern: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)) });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

const CHARACTERS = Array.from(' \t\n\r"\'\\/.,;:=?&#@%()[]{}<>*+-_!|~^$0aAzé\0');

/** Texts that make a pattern try again: runs of its characters and of pairs of them, which end in something else. */
function attacks({ source }: RegExp, length: number): string[] {
  const own = CHARACTERS.filter((character) => source.includes(character)).slice(0, 12);
  const runs = new Set([
    ...own,
    'a',
    ' ',
    '0',
    ...own.flatMap((one) => ['a', ' '].map((other) => one + other)),
  ]);
  return [...runs].flatMap((run) => {
    const text = run.repeat(Math.ceil(length / run.length));
    return ['', '\x01', ...own].flatMap((end) => [`${text}${end}`, `a${text}${end}`]);
  });
}

const LENGTH = 64;

/** The steps for a text of twice the length, in those for the text: 2 if they are linear, 4 if they are quadratic. */
function growthOf(pattern: RegExp): number {
  const twice = attacks(pattern, 2 * LENGTH);
  const growths = attacks(pattern, LENGTH).map((text, index) => {
    const steps = stepsOf(pattern, text);
    return steps < 4 * LENGTH ? 1 : stepsOf(pattern, twice[index] ?? '') / steps;
  });
  return Math.max(...growths);
}

/** Patterns over text of the caller or of this library alone, whose length nobody else chooses. */
const OWN_TEXT: readonly string[] = [];

const files = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `lib/${name}`)
  .filter((file) => !OWN_TEXT.includes(file));

describe('every pattern takes a linear number of steps', () => {
  it.each(files.flatMap(patternsIn).map(({ file, pattern }) => [file, pattern] as const))(
    '%s: %p',
    (_file, pattern) => {
      expect(growthOf(pattern)).toBeLessThan(3);
    },
  );

  it.each([/[. ]+$/, /\s+$/, /a*a*b/])('and the measure tells one that does not: %p', (pattern) => {
    expect(growthOf(pattern)).toBeGreaterThan(3);
  });
});
