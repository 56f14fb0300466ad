import { describe, expect, it } from '@jest/globals';
import { amount, callable, flag, nearestName, oneOf, OptionBag, text } from '../../lib/message/option-bag.js';
import { thrownBy } from '../support/thrown.js';

interface Options {
  headers?: string | undefined;
  parameters?: string | undefined;
  timeout?: number | undefined;
  isFast?: boolean | undefined;
  encoding?: 'plain' | 'dense' | undefined;
  modify?: (() => void) | undefined;
}

const bag = new OptionBag<Options>('request options', {
  headers: text,
  parameters: text,
  timeout: amount,
  isFast: flag,
  encoding: oneOf('plain', 'dense'),
  modify: callable,
});

class WithField {
  readonly timeout = 5;
}

class WithGetter {
  get timeout(): number {
    return 5;
  }
}

class Derived extends WithGetter {}

function sentence(given: unknown): unknown {
  return (thrownBy(() => bag.read(given as Options)) as Error).message;
}

describe('OptionBag', () => {
  it.each([
    ['an unknown option near a known one', { header: 'a' }, 'have no "header"; did you mean "headers"?'],
    ['a word of other clients', { params: 'a' }, 'have no "params"; did you mean "parameters"?'],
    ['another word of other clients', { searchParams: 'a' }, 'did you mean "parameters"?'],
    ['an option like no other', { zzzzzzzz: 1 }, 'known are headers, parameters, timeout'],
    ['a wrong type', { timeout: '5' }, '"timeout" is text; a number that is not negative is wanted'],
    ['a wrong number', { timeout: -1 }, '"timeout" is the number -1'],
    ['null', { headers: null }, '"headers" is null; text is wanted'],
    ['a wrong word', { encoding: 'tight' }, '"encoding" is text; "plain" or "dense" is wanted'],
    ['an instance', { isFast: new Map() }, '"isFast" is a Map; true or false is wanted'],
    ['no function', { modify: {} }, '"modify" is an object; a function is wanted'],
  ])('names %s', (_, given, words) => {
    expect(sentence(given)).toContain(words);
  });

  it.each([
    ['text', 'https://example.com'],
    ['null', null],
    ['a function', () => undefined],
    ['an array', []],
    ['the number 5', 5],
  ])('refuses %s in place of options', (words, given) => {
    expect(sentence(given)).toBe(`request options are ${words}; an object is wanted`);
  });

  it('reads own properties once, and leaves out those that are undefined', () => {
    let reads = 0;
    const given = {
      get timeout(): number {
        reads += 1;
        return 5;
      },
      headers: undefined,
    };
    const options = bag.read(given);
    expect([{ ...options }, options.timeout, reads]).toEqual([{ timeout: 5 }, 5, 1]);
  });

  it('passes on what a getter throws', () => {
    const error = new Error('mine');
    const given = {
      get timeout(): number {
        throw error;
      },
    };
    expect(thrownBy(() => bag.read(given))).toBe(error);
  });

  it.each<[string, Options]>([
    ['frozen options', Object.freeze({ timeout: 5 })],
    ['options without a prototype', Object.assign(Object.create(null) as object, { timeout: 5 })],
    ['a proxy', new Proxy({ timeout: 5 }, {})],
    ['an instance with a field', new WithField()],
    ['an instance with a getter', new WithGetter()],
    ['an instance of a subclass', new Derived()],
  ])('reads %s', (_, given) => {
    expect(bag.read(given).timeout).toBe(5);
  });

  it('is deaf to Object.prototype', () => {
    Object.assign(Object.prototype, { timeout: 5 });
    try {
      expect(bag.read({}).timeout).toBeUndefined();
      expect(bag.read(undefined).timeout).toBeUndefined();
    } finally {
      delete (Object.prototype as Options).timeout;
    }
  });

  it('salvages what makes sense', () => {
    expect({ ...bag.salvage({ timeout: -1, headers: 'a', x: 1 }, ['timeout', 'headers']) }).toEqual({
      headers: 'a',
    });
  });
});

describe('nearestName', () => {
  it.each([
    ['timeOut', 'timeout'],
    ['baseUrl', 'baseURL'],
    ['interceptors', 'interceptor'],
    ['statusCode', 'statusCodes'],
    ['quux', undefined],
  ])('of %s is %s', (wrong, expected) => {
    const known = ['timeout', 'baseURL', 'interceptor', 'statusCodes'];
    expect(nearestName(wrong, known)).toBe(expected);
  });
});
