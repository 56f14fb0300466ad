import { describe, expect, it } from '@jest/globals';
import { challengesIn } from '../../../lib/exchange/message/challenge-grammar.js';

/** The challenges as plain data. */
const parsed = (...lines: string[]): [string, Record<string, string>][] =>
  challengesIn(lines).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('the challenges of WWW-Authenticate', () => {
  it.each<[line: string, expected: [string, Record<string, string>][]]>([
    ['Basic realm="loopback"', [['basic', { realm: 'loopback' }]]],
    ['BASIC REALM = token , charset="UTF-8"', [['basic', { realm: 'token', charset: 'UTF-8' }]]],
    ['Basic realm="a, b=\\"c\\""', [['basic', { realm: 'a, b="c"' }]]],
    ['Basic realm=""', [['basic', { realm: '' }]]],
    ['Negotiate', [['negotiate', {}]]],
    [
      'Negotiate dG9rZW4=, Basic realm="x"',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    [
      'Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"',
      [
        ['newauth', { realm: 'apps', type: '1', title: 'Login to "apps"' }],
        ['basic', { realm: 'simple' }],
      ],
    ],
    [', ,Basic realm="x",,', [['basic', { realm: 'x' }]]],
    ['Basic realm="first", realm="second"', [['basic', { realm: 'first' }]]],
    ['Digest nonce="n", realm="unterminated', [['digest', { nonce: 'n' }]]],
    ['realm="of nothing", Basic realm="x"', [['basic', { realm: 'x' }]]],
    ['', []],
    ['"', []],
  ])('of %s', (line, expected) => {
    expect(parsed(line)).toEqual(expected);
  });

  it('come from all lines, in order', () => {
    expect(parsed('Digest realm="a"', 'Basic realm="b"').map(([scheme]) => scheme)).toEqual([
      'digest',
      'basic',
    ]);
  });

  it('are read in a time that grows with the line alone', () => {
    const line = `Basic realm="${'\\"'.repeat(100_000)}`;
    expect(parsed(line)).toEqual([['basic', {}]]);
    expect(parsed('a '.repeat(50_000))).not.toEqual([]);
  });
});
