import { SessionError } from '../../lib/errors/session-error.js';
import { HTTPHeaders, type HTTPHeadersInit } from '../../lib/message/http-headers.js';

const names = (headers: HTTPHeaders): string[] => Array.from(headers, ([name]) => name);
const cookies = HTTPHeaders.received([
  ['Set-Cookie', 'a=1'],
  ['Date', 'today'],
  ['set-cookie', 'b=2'],
]);

describe('HTTPHeaders', () => {
  it('keep the order of insertion', () => {
    expect(names(new HTTPHeaders({ c: '', a: '', b: '' }))).toEqual(['c', 'a', 'b']);
    const pairs = [
      ['b', ''],
      ['a', ''],
      ['c', ''],
    ] as const;
    expect(names(new HTTPHeaders(pairs))).toEqual(['b', 'a', 'c']);
    expect(names(new HTTPHeaders().update('c', '').update('b', '').update('a', ''))).toEqual(['c', 'b', 'a']);
  });

  it('are sorted by name into a new list', () => {
    const headers = new HTTPHeaders({ c: '', a: '', B: '' });
    expect(names(headers.sorted())).toEqual(['a', 'B', 'c']);
    expect(names(headers)).toEqual(['c', 'a', 'B']);
  });

  it.each(['abcdefgh', 'hgfedcba', 'bhAgcFed'])('are sorted whatever their order: %s', (letters) => {
    const headers = new HTTPHeaders(letters.split(/(?=.)/).map((name) => [name, ''] as const));
    expect(names(headers.sorted()).join('').toLowerCase()).toBe('abcdefgh');
  });

  it('are read and set in place, whatever the case', () => {
    const headers = new HTTPHeaders({ c: '', a: '', b: '' }).set('C', 'c').set('a', 'a').set('b', 'b');
    expect(headers.get('c')).toBe('c');
    expect(Array.from(headers, ([, value]) => value)).toEqual(['c', 'a', 'b']);
    expect(headers.size).toBe(3);
  });

  it('take the last spelling and value of a name', () => {
    expect(new HTTPHeaders({ c: 'a' }).set('C', 'c').toString()).toBe('C: c');
    expect(String(new HTTPHeaders({ c: 'a', C: 'c' }))).toBe('C: c');
  });

  it('print one field a line, in order', () => {
    expect(String(new HTTPHeaders({ c: 'c', a: 'a', b: 'b' }))).toBe('c: c\na: a\nb: b');
  });

  it('do not change: what changes them gives new ones', () => {
    const headers = new HTTPHeaders({ a: '1' });
    headers.set('a', '2');
    headers.add('b', '2');
    headers.update('c', '2');
    headers.remove('a');
    headers.merging(new HTTPHeaders({ a: '3' }));
    expect(headers.toJSON()).toEqual({ a: '1' });
  });

  it('add in place of an equal name', () => {
    expect(new HTTPHeaders({ a: '1' }).add('A', '2').toJSON()).toEqual({ A: '2' });
  });

  it.each<[string, HTTPHeadersInit]>([
    ['an object', { a: '1', b: '2' }],
    ['pairs', [['a', '1'] as const, ['b', '2'] as const]],
    [
      'a Map',
      new Map([
        ['a', '1'],
        ['b', '2'],
      ] as const),
    ],
    ['the Headers of fetch', new Headers({ a: '1', b: '2' })],
    ['headers', new HTTPHeaders({ a: '1', b: '2' })],
  ])('are made of %s', (_kind, init) => {
    expect(HTTPHeaders.from(init).toJSON()).toEqual({ a: '1', b: '2' });
  });

  it('are none when they are made of nothing', () => {
    expect(HTTPHeaders.from().size).toBe(0);
    expect(HTTPHeaders.from(undefined).get('a')).toBeUndefined();
  });

  it('stay themselves where headers are asked for', () => {
    const headers = new HTTPHeaders({ a: '1' });
    expect(HTTPHeaders.from(headers)).toBe(headers);
  });
});

describe('the fields of HTTPHeaders', () => {
  it('are removed, whatever the case', () => {
    expect(names(new HTTPHeaders({ a: '1', B: '2' }).remove('b'))).toEqual(['a']);
    expect(cookies.remove('SET-COOKIE').toJSON()).toEqual({ Date: 'today' });
  });

  it('are the same list where there is nothing to remove', () => {
    expect(cookies.remove('a')).toBe(cookies);
  });

  it('are there or not', () => {
    expect(cookies.has('DATE')).toBe(true);
    expect(cookies.has('a')).toBe(false);
  });

  it('replace and join others', () => {
    const merged = new HTTPHeaders({ a: '1', b: '2' }).merging(new HTTPHeaders({ B: '3', c: '4' }));
    expect(String(merged)).toBe('a: 1\nB: 3\nc: 4');
  });

  it.each([
    [{}, { a: '1' }],
    [{ a: '1' }, {}],
  ])('of nothing change nothing', (some, others) => {
    expect(new HTTPHeaders(some).merging(new HTTPHeaders(others)).toJSON()).toEqual({ a: '1' });
  });

  it('are visited in order', () => {
    const visited: string[] = [];
    cookies.forEach((value, name) => visited.push(`${name}=${value}`));
    expect(visited).toEqual(['Set-Cookie=a=1', 'Date=today', 'set-cookie=b=2']);
  });
});

describe('fields that came several times', () => {
  it('are kept apart', () => {
    expect(cookies.values('set-cookie')).toEqual(['a=1', 'b=2']);
    expect(cookies.size).toBe(3);
  });

  it('are all told when they stand first and second', () => {
    const pair = HTTPHeaders.received([
      ['Via', 'a'],
      ['Via', 'b'],
    ]);
    expect(pair.get('via')).toBe('a, b');
    expect(String(pair.set('Via', 'c'))).toBe('Via: c');
  });

  it('are joined when one value is asked for', () => {
    expect(cookies.get('Set-Cookie')).toBe('a=1, b=2');
    expect(cookies.value('Date')).toBe('today');
    expect(cookies.toJSON()).toEqual({ 'Set-Cookie': 'a=1, b=2', Date: 'today', 'set-cookie': 'a=1, b=2' });
  });

  it('are one once they are set', () => {
    expect(String(cookies.set('SET-COOKIE', 'c=3'))).toBe('SET-COOKIE: c=3\nDate: today');
  });

  it('are one, the last, where a caller gives them', () => {
    expect(new HTTPHeaders([...cookies]).values('set-cookie')).toEqual(['b=2']);
  });
});

describe('what no header may be', () => {
  const invalid = (name: string): unknown =>
    expect.objectContaining({
      kind: 'urlRequestValidationFailed',
      reason: { kind: 'invalidHeader', name },
    });
  const made = (name: unknown, value: unknown): unknown => {
    try {
      return new HTTPHeaders([[name as string, value as string]]);
    } catch (error) {
      return error;
    }
  };

  it.each(['', 'a b', 'a:', 'a\n', 'a\r\nb', 'ä', 'a\0', '(a)'])('a name such as %j', (name) => {
    expect(made(name, 'x')).toEqual(invalid(name));
    expect(() => new HTTPHeaders().set(name, 'x')).toThrow(SessionError);
  });

  it.each(['a\r\nX: b', 'a\n', '\0', '€', '\x7f', '\x1b', undefined, null, 17])(
    'a value such as %j',
    (value) => {
      expect(made('X-A', value)).toEqual(invalid('X-A'));
    },
  );

  it.each(['', ' ', 'a\tb', 'é', '~!', '"quoted"; q=1'])('but a value such as %j', (value) => {
    expect(new HTTPHeaders({ 'X-A': value }).get('x-a')).toBe(value);
  });

  it('is not repeated in the error', () => {
    expect(made('Authorization', 'Bearer secret\n')).toEqual(
      expect.objectContaining({ message: expect.not.stringContaining('secret') as string }),
    );
  });

  it('is taken from a server as it comes', () => {
    expect(HTTPHeaders.received([['X-A', 'a\x1bb']]).get('x-a')).toBe('a\x1bb');
  });
});

describe('the default headers', () => {
  it('are the three that a session sends, made once', () => {
    expect(names(HTTPHeaders.default)).toEqual(['Accept-Encoding', 'Accept-Language', 'User-Agent']);
    expect(HTTPHeaders.default).toBe(HTTPHeaders.default);
  });
});
