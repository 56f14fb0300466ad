import { describe, expect, it } from '@jest/globals';
import { MAXIMUM_EXTENSIONS } from '../../../lib/node/wire/chunk-reader.js';
import { MAXIMUM_FIELD_COUNT } from '../../../lib/node/wire/field-lines.js';
import { MAXIMUM_INFORMATION } from '../../../lib/node/wire/response-parser.js';
import { parsedAtEveryCut, parsedResponse } from '../../support/parsed-response.js';

const OK = 'HTTP/1.1 200 OK\r\n';
const EMPTY = 'Content-Length: 0\r\n\r\n';
const withLength = (...fields: string[]): string =>
  `${OK}${fields.map((line) => `${line}\r\n`).join('')}${EMPTY}`;
const chunked = (body: string, coding = 'chunked'): string =>
  `${OK}Transfer-Encoding: ${coding}\r\n\r\n${body}`;

describe('ResponseParser, RFC 9112 §2.2 line endings', () => {
  it.each([
    ['empty lines before the status line', `\r\n\r\n${OK}${EMPTY}`],
    ['a reason of several words', `HTTP/1.1 404 Not Found here\r\n${EMPTY}`],
  ])('accepts %s', (_, text) => {
    expect(parsedAtEveryCut(text)).toMatchObject({ outcome: 'complete', rest: '' });
  });

  it.each([
    ['a bare LF after the status line', `HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n`],
    ['a bare LF after a field', `${OK}Content-Length: 0\n\r\n`],
    ['a bare LF for the empty line', `${OK}Content-Length: 0\r\n\n`],
    ['a bare CR in a field', `${OK}A: b\rc\r\n${EMPTY}`],
    ['a bare CR in the reason', `HTTP/1.1 200 O\rK\r\n${EMPTY}`],
    ['a bare LF before the status line', `\n${OK}${EMPTY}`],
    ['a bare CR before the status line', `\r${OK}${EMPTY}`],
    ['many empty lines', `${'\r\n'.repeat(9)}${OK}${EMPTY}`],
    ['white space before the first field', `${OK} A: b\r\n${EMPTY}`],
  ])('refuses %s', (_, text) => {
    expect(parsedAtEveryCut(text).outcome).toBe('error');
  });
});

describe('ResponseParser, RFC 9112 §4 status line', () => {
  it.each([
    ['HTTP/1.1 200 OK', 200, 'OK', '1.1'],
    ['HTTP/1.1 200 ', 200, '', '1.1'],
    ['HTTP/1.1 200', 200, '', '1.1'],
    ['HTTP/1.0 404 Not Found', 404, 'Not Found', '1.0'],
    ['HTTP/1.7 299 Odd', 299, 'Odd', '1.1'],
    ['HTTP/1.1 999 Beyond', 999, 'Beyond', '1.1'],
    ['HTTP/1.1 200 caf\xe9\tau lait', 200, 'caf\xe9\tau lait', '1.1'],
  ])('reads %j', (line, statusCode, statusText, httpVersion) => {
    const parsed = parsedAtEveryCut(`${line}\r\n${EMPTY}`);
    expect(parsed).toMatchObject({ outcome: 'complete', statusCode, statusText, httpVersion });
  });

  it.each([
    'http/1.1 200 OK',
    'HTTP/2.0 200 OK',
    'HTTP/0.9 200 OK',
    'HTTP/1 200 OK',
    'HTTP/1.x 200 OK',
    'HTTP/1.10 200 OK',
    'HTTP/1.1  200 OK',
    'HTTP/1.1\t200 OK',
    'HTTP/1.1 20 OK',
    'HTTP/1.1 2000 OK',
    'HTTP/1.1 099 Low',
    'HTTP/1.1 2x0 OK',
    'HTTP/1.1 +20 OK',
    'HTTP/1.1 200\tOK',
    'HTTP/1.1 200 O\0K',
    'HTTP/1.1 200 O\x7fK',
    'ICY 200 OK',
    'SSH-2.0-OpenSSH_9.2',
    ' HTTP/1.1 200 OK',
  ])('refuses %j', (line) => {
    expect(parsedAtEveryCut(`${line}\r\n${EMPTY}`).outcome).toBe('error');
  });

  it('refuses what is no HTTP before a line is complete', () => {
    expect(parsedResponse('SSH').outcome).toBe('error');
    expect(parsedResponse('HTTP/1.1 2OO ').outcome).toBe('error');
  });
});

describe('ResponseParser, RFC 9112 §5 field lines', () => {
  it.each([
    ['A:b', ['A', 'b']],
    ['A: b', ['A', 'b']],
    ['A: \t b \t ', ['A', 'b']],
    ['A:', ['A', '']],
    ['A: \t', ['A', '']],
    ['A: b: c', ['A', 'b: c']],
    ['A: caf\xe9', ['A', 'caf\xe9']],
    ["!#$%&'*+-.^_`|~09azAZ: x", ["!#$%&'*+-.^_`|~09azAZ", 'x']],
  ])('reads %j', (line, field) => {
    const parsed = parsedAtEveryCut(withLength(line));
    expect(parsed).toMatchObject({ outcome: 'complete', fields: [field, ['Content-Length', '0']] });
  });

  it('keeps lines of one name apart and in order', () => {
    const { fields } = parsedAtEveryCut(withLength('Set-Cookie: a=1', 'X: y', 'set-cookie: b=2'));
    expect(fields.slice(0, 3)).toEqual([
      ['Set-Cookie', 'a=1'],
      ['X', 'y'],
      ['set-cookie', 'b=2'],
    ]);
  });

  it.each([
    ['a fold', 'A: b\r\n c', 'b   c'],
    ['a fold by a tab', 'A: b\r\n\tc', 'b  \tc'],
    ['several folds', 'A: b\r\n c\r\n  d', 'b   c    d'],
    ['a fold after nothing', 'A:\r\n b', 'b'],
    ['an empty fold', 'A: b\r\n ', 'b'],
  ])('joins %s with spaces (§5.2)', (_, line, value) => {
    expect(parsedAtEveryCut(withLength(line)).fields[0]).toEqual(['A', value]);
  });

  it.each([
    'Na me: b',
    'Name : b',
    ': b',
    'Name',
    'N\xe4me: b',
    'N(a)me: b',
    'Name: b\0c',
    'Name: b\x01c',
    'Name: b\x7fc',
    'Name: b\x0bc',
  ])('refuses %j', (line) => {
    expect(parsedAtEveryCut(withLength(line)).outcome).toBe('error');
  });
});

describe('ResponseParser, RFC 9112 §6.3 message body length', () => {
  it.each([
    ['status 204', `HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n`, false],
    ['status 304', `HTTP/1.1 304 No\r\nTransfer-Encoding: chunked\r\n\r\n`, false],
    ['a request with HEAD', `${OK}Content-Length: 5\r\n\r\n`, true],
    [
      'a request with HEAD, whatever the fields',
      `${OK}Content-Length: x\r\nTransfer-Encoding: y\r\n\r\n`,
      true,
    ],
    ['length 0', `${OK}Content-Length: 0\r\n\r\n`, false],
  ])('ends with the head: %s', (_, text, isHeadRequest) => {
    const parsed = parsedAtEveryCut(`${text}after`, { isHeadRequest });
    expect(parsed).toMatchObject({ outcome: 'complete', body: '', rest: 'after', isPersistent: true });
  });

  it.each(['5', '05', '5, 5', '5 ,5', '5\r\nContent-Length: 5', '5,5\r\ncontent-length: 5'])(
    'reads five bytes for Content-Length: %j',
    (length) => {
      const parsed = parsedAtEveryCut(`${OK}Content-Length: ${length}\r\n\r\nhelloafter`);
      expect(parsed).toMatchObject({ outcome: 'complete', body: 'hello', rest: 'after', isPersistent: true });
    },
  );

  it.each([
    '',
    '-5',
    '+5',
    '5.0',
    '0x5',
    '5 5',
    '5,6',
    '5,',
    ',5',
    '5;5',
    'five',
    '5\r\nContent-Length: 6',
    '5, 05',
    '9007199254740993',
    '1e1',
  ])('refuses Content-Length: %j', (length) => {
    expect(parsedAtEveryCut(`${OK}Content-Length: ${length}\r\n\r\nhello!`).outcome).toBe('error');
  });

  it('refuses a length beside a transfer coding', () => {
    const fields = ['Content-Length: 5', 'Transfer-Encoding: chunked'];
    for (const [a, b] of [fields, [...fields].reverse()]) {
      expect(parsedAtEveryCut(`${OK}${a}\r\n${b}\r\n\r\n5\r\nhello\r\n0\r\n\r\n`).outcome).toBe('error');
    }
  });

  it.each([
    ['without either field', `${OK}\r\nbody`],
    ['with a transfer coding that is not chunked', `${OK}Transfer-Encoding: gzip\r\n\r\nbody`],
    ['with the coding identity', `${OK}Transfer-Encoding: identity\r\n\r\nbody`],
    ['with an empty coding', `${OK}Transfer-Encoding:\r\n\r\nbody`],
  ])('ends with the connection %s', (_, text) => {
    expect(parsedAtEveryCut(text)).toMatchObject({ outcome: 'open', body: 'body', isPersistent: false });
    expect(parsedAtEveryCut(text, { isClosed: true })).toMatchObject({ outcome: 'complete', body: 'body' });
  });

  it.each([
    ['a length', `${OK}Content-Length: 5\r\n\r\nhell`],
    ['chunks', chunked('5\r\nhello\r\n')],
    ['a last chunk', chunked('0\r\n')],
    ['a head', OK],
  ])('is not complete when the connection closes before %s has ended', (_, text) => {
    expect(parsedAtEveryCut(text, { isClosed: true }).outcome).toBe('open');
  });
});

describe('ResponseParser, RFC 9112 §6.1 transfer codings', () => {
  it.each<[string, string[]]>([
    ['chunked', []],
    ['Chunked', []],
    [' chunked ', []],
    ['identity, chunked', []],
    ['gzip, chunked', ['gzip']],
    ['gzip\r\nTransfer-Encoding: chunked', ['gzip']],
    ['deflate, x-gzip, chunked', ['deflate', 'x-gzip']],
  ])('reads chunks for %j, and names what is to be undone', (coding, transferCodings) => {
    const parsed = parsedAtEveryCut(chunked('5\r\nhello\r\n0\r\n\r\nafter', coding));
    expect(parsed).toMatchObject({ outcome: 'complete', body: 'hello', rest: 'after', transferCodings });
  });

  it.each([
    'chunked, chunked',
    'chunked, gzip',
    'br, chunked',
    'chunked;q=1',
    'compress',
    '"chunked"',
    'chunke',
  ])('refuses %j, which cannot be undone', (coding) => {
    expect(parsedAtEveryCut(chunked('0\r\n\r\n', coding)).outcome).toBe('error');
  });

  it('reads to the end of the connection for a coding that nobody has registered, and hands the body on as it came', () => {
    const parsed = parsedAtEveryCut(chunked('5\r\nhello', 'new-coding'), { isClosed: true });
    expect(parsed).toMatchObject({ outcome: 'complete', body: '5\r\nhello', transferCodings: [] });
  });

  it('does not keep a connection of HTTP/1.0 that sends chunks', () => {
    const text = chunked('0\r\n\r\n', 'chunked\r\nConnection: keep-alive').replace('1.1', '1.0');
    expect(parsedAtEveryCut(text)).toMatchObject({ outcome: 'complete', isPersistent: false });
  });
});

describe('ResponseParser, RFC 9112 §7.1 chunks', () => {
  it.each([
    ['one chunk', '5\r\nhello\r\n0\r\n\r\n', 'hello'],
    ['several chunks', '2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n', 'hello'],
    [
      'sizes in either case',
      `a\r\n${'x'.repeat(10)}\r\nA\r\n${'y'.repeat(10)}\r\n0\r\n\r\n`,
      'x'.repeat(10) + 'y'.repeat(10),
    ],
    ['leading zeros', '0005\r\nhello\r\n000\r\n\r\n', 'hello'],
    ['line breaks inside a chunk', '4\r\n\r\n\r\n\r\n0\r\n\r\n', '\r\n\r\n'],
    ['an extension', '5;a\r\nhello\r\n0;b=c\r\n\r\n', 'hello'],
    ['extensions with blanks', '5 ; a = b\t;\tc\r\nhello\r\n0\r\n\r\n', 'hello'],
    ['a quoted extension', '5;a="b;c \\" d"\r\nhello\r\n0\r\n\r\n', 'hello'],
  ])('reads %s', (_, body, expected) => {
    expect(parsedAtEveryCut(`${chunked(body)}after`)).toMatchObject({
      outcome: 'complete',
      body: expected,
      rest: 'after',
      isPersistent: true,
    });
  });

  it.each([
    'zz\r\nhello\r\n',
    '\r\nhello\r\n',
    '-5\r\nhello\r\n',
    '+5\r\nhello\r\n',
    '0x5\r\nhello\r\n',
    ' 5\r\nhello\r\n',
    '5 \r\nhello\r\n',
    '5 5\r\nhello\r\n',
    '5,\r\nhello\r\n',
    '5\nhello\r\n',
    '5\rhello\r\n',
    '5;\r\nhello\r\n',
    '5;a=\r\nhello\r\n',
    '5;a="b\r\nhello\r\n',
    '5;a\0\r\nhello\r\n',
    '5;a\n\r\nhello\r\n',
    '5\r\nhello0\r\n\r\n',
    '5\r\nhello\n0\r\n\r\n',
    '5\r\nhello\r\r0\r\n\r\n',
    '4\r\nhello\r\n0\r\n\r\n',
    '20000000000000\r\nhello',
    '00000000000000005\r\nhello',
  ])('refuses %j', (body) => {
    expect(parsedAtEveryCut(chunked(body)).outcome).toBe('error');
  });
});

describe('ResponseParser, RFC 9112 §7.1.2 trailers', () => {
  it('reads trailers apart from the fields of the head', () => {
    const parsed = parsedAtEveryCut(chunked('0\r\nChecksum: abc\r\nContent-Length: 7\r\n\r\nafter'));
    expect(parsed).toMatchObject({
      outcome: 'complete',
      fields: [['Transfer-Encoding', 'chunked']],
      trailers: [
        ['Checksum', 'abc'],
        ['Content-Length', '7'],
      ],
      rest: 'after',
    });
  });

  it.each(['Na me: b\r\n\r\n', 'Name: b\0\r\n\r\n', 'Name: b\n\r\n', ' Name: b\r\n\r\n', 'Name\r\n\r\n'])(
    'refuses %j as trailers',
    (trailers) => {
      expect(parsedAtEveryCut(chunked(`0\r\n${trailers}`)).outcome).toBe('error');
    },
  );
});

describe('ResponseParser, RFC 9110 §15.2 informational responses', () => {
  it.each([
    ['an unasked 100', 'HTTP/1.1 100 Continue\r\n\r\n', [100]],
    ['early hints', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', [103]],
    [
      'several, one with a length',
      'HTTP/1.1 102 A\r\nContent-Length: 5\r\n\r\nHTTP/1.1 199 B\r\n\r\n',
      [102, 199],
    ],
  ])('passes over %s', (_, text, information) => {
    const parsed = parsedAtEveryCut(`${text}${OK}Content-Length: 2\r\n\r\nok`);
    expect(parsed).toMatchObject({ outcome: 'complete', statusCode: 200, body: 'ok', information });
  });

  it('takes 101 for the last response, and what follows it for no HTTP', () => {
    const parsed = parsedAtEveryCut('HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n\x81\x00');
    expect(parsed).toMatchObject({ outcome: 'complete', statusCode: 101, rest: '\x81\x00' });
  });
});

describe('ResponseParser, RFC 9112 §9.3 persistence', () => {
  it.each([
    ['1.1', 'X: y', true],
    ['1.1', 'Connection: keep-alive', true],
    ['1.1', 'Connection: close', false],
    ['1.1', 'Connection: Close', false],
    ['1.1', 'Connection: keep-alive, close', false],
    ['1.1', 'Connection: foo\r\nConnection: close', false],
    ['1.1', 'Connection: closed', true],
    ['1.0', 'X: y', false],
    ['1.0', 'Connection: Keep-Alive', true],
    ['1.0', 'Connection: keep-alive, close', false],
  ])('HTTP/%s with %j keeps the connection: %j', (version, line, isPersistent) => {
    const text = withLength(line).replace('1.1', version);
    expect(parsedAtEveryCut(text)).toMatchObject({ outcome: 'complete', isPersistent });
  });
});

describe('ResponseParser, limits', () => {
  const maximumSectionSize = 10_000;
  const padded = (size: number): string =>
    `${OK}A: ${'x'.repeat(size - OK.length - 3 - 2 - EMPTY.length)}\r\n${EMPTY}`;

  it('bounds the size of a head', () => {
    expect(parsedResponse(padded(10_000), { maximumSectionSize }).outcome).toBe('complete');
    expect(parsedResponse(padded(10_000), { maximumSectionSize, cuts: [5000] }).outcome).toBe('complete');
    expect(parsedResponse(padded(10_001), { maximumSectionSize }).outcome).toBe('error');
    expect(parsedResponse(padded(10_001), { maximumSectionSize, cuts: [5000] }).outcome).toBe('error');
  });

  it('bounds a head that does not end', () => {
    expect(parsedResponse(`${OK}A: ${'x'.repeat(10_000)}`, { maximumSectionSize }).outcome).toBe('error');
  });

  it('bounds the size of trailers', () => {
    const trailers = (size: number): string => chunked(`0\r\nA: ${'x'.repeat(size - 7)}\r\n\r\n`);
    expect(parsedResponse(trailers(10_000), { maximumSectionSize }).outcome).toBe('complete');
    expect(parsedResponse(trailers(10_001), { maximumSectionSize }).outcome).toBe('error');
  });

  it('bounds the number of field lines', () => {
    const lines = (count: number): string => `${OK}${'A:b\r\n'.repeat(count - 1)}${EMPTY}`;
    expect(parsedResponse(lines(MAXIMUM_FIELD_COUNT)).outcome).toBe('complete');
    expect(parsedResponse(lines(MAXIMUM_FIELD_COUNT + 1)).outcome).toBe('error');
  });

  it('bounds the extensions of all chunks together', () => {
    const chunks = (count: number): string =>
      chunked(`1;${'x'.repeat(1023)}\r\na\r\n`.repeat(count) + '0\r\n\r\n');
    expect(parsedResponse(chunks(MAXIMUM_EXTENSIONS / 1024)).outcome).toBe('complete');
    expect(parsedResponse(chunks(MAXIMUM_EXTENSIONS / 1024 + 1)).outcome).toBe('error');
  });

  it('bounds the number of informational responses', () => {
    const flood = (count: number): string => `${'HTTP/1.1 100 C\r\n\r\n'.repeat(count)}${OK}${EMPTY}`;
    expect(parsedResponse(flood(MAXIMUM_INFORMATION)).outcome).toBe('complete');
    expect(parsedResponse(flood(MAXIMUM_INFORMATION + 1)).outcome).toBe('error');
  });

  it('says nothing of what was received in an error', () => {
    const { message } = parsedResponse(`${OK}Set-Cookie: secret\r\nNa me: secret\r\n\r\n`);
    expect(message).not.toContain('secret');
  });
});
