import fc from 'fast-check';
import { EventStreamFormat, type ServerSentEvent } from '../../lib/serializers/event-stream-format.js';
import { bytesOf } from '../support/received.js';
import { cut, parsed, valuesBefore } from '../support/stream-parsing.js';

function eventsOf(...pieces: (string | Uint8Array)[]): ServerSentEvent[] {
  return parsed(EventStreamFormat.events(), pieces).values;
}

function event(data: string, fields: Partial<ServerSentEvent> = {}): ServerSentEvent {
  return { type: 'message', data, lastEventId: '', retry: undefined, ...fields };
}

describe('EventStreamFormat', () => {
  it.each<[string, string, ServerSentEvent[]]>([
    ['data of several lines', 'data: YHOO\ndata: +2\ndata: 10\n\n', [event('YHOO\n+2\n10')]],
    [
      'a comment, an id and its absence',
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n',
      [event('first event', { lastEventId: '1' }), event('second event')],
    ],
    ['empty data', 'data\n\ndata\ndata\n\ndata:', [event(''), event('\n')]],
    [
      'one space at most',
      'data:test\n\ndata: test\n\ndata:  test\n\n',
      [event('test'), event('test'), event(' test')],
    ],
  ])('reads the examples of the standard: %s', (_which, body, events) => {
    expect(eventsOf(body)).toEqual(events);
  });

  it.each<[string, string, ServerSentEvent[]]>([
    ['LF', 'event: a\ndata: b\n\n', [event('b', { type: 'a' })]],
    ['CR', 'event: a\rdata: b\r\r', [event('b', { type: 'a' })]],
    ['CRLF', 'event: a\r\ndata: b\r\n\r\n', [event('b', { type: 'a' })]],
    ['a mixture', 'event: a\r\ndata: b\rdata: c\n\r\n', [event('b\nc', { type: 'a' })]],
  ])('takes lines that end with %s', (_end, body, events) => {
    expect(eventsOf(body)).toEqual(events);
  });

  it.each<[string, string, ServerSentEvent[]]>([
    ['one byte-order mark', '\uFEFFdata: a\n\n', [event('a')]],
    ['no second one', '\uFEFF\uFEFFdata: a\n\ndata: b\n\n', [event('b')]],
    ['comments', ':data: a\n: b\n:\ndata: c\n\n', [event('c')]],
    [
      'unknown fields, and known ones in capitals',
      'Data: a\nfoo: b\nfoo\ndata : c\n data: d\ndata: e\n\n',
      [event('e')],
    ],
    ['an event without data, and its type', 'event: a\n\ndata: b\n\n', [event('b')]],
    [
      'a retry that is no number',
      'retry: 1s\nretry: -1\nretry: 1.5\nretry:\nretry: \u0661\ndata: a\n\n',
      [event('a')],
    ],
    [
      'an id with a NUL',
      'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n',
      [event('a', { lastEventId: '1' }), event('b', { lastEventId: '1' })],
    ],
    ['an event that the body does not complete', 'data: a\n\ndata: b\n', [event('a')]],
    ['a line that the body does not complete', 'data: a\n\ndata: b', [event('a')]],
  ])('passes over %s', (_what, body, events) => {
    expect(eventsOf(body)).toEqual(events);
  });

  it.each<[string, string, ServerSentEvent[]]>([
    ['the type of its last field', 'event: a\nevent: b\ndata\n\n', [event('', { type: 'b' })]],
    ['no type of the event before', 'event: a\ndata\n\ndata\n\n', [event('', { type: 'a' }), event('')]],
    ['`message` for an empty type', 'event: a\nevent\ndata\n\n', [event('')]],
    [
      'the id of an event before',
      'id: 7\ndata\n\ndata\n\n',
      [event('', { lastEventId: '7' }), event('', { lastEventId: '7' })],
    ],
    ['the id of an event without data', 'id: 7\n\ndata\n\n', [event('', { lastEventId: '7' })]],
    ['no id once it was emptied', 'id: 7\n\nid\ndata\n\n', [event('')]],
    [
      'the last retry',
      'retry: 10\n\nretry: 0020\ndata\n\ndata\n\n',
      [event('', { retry: 20 }), event('', { retry: 20 })],
    ],
    ['colons in its data', 'data: a: b:c\n\n', [event('a: b:c')]],
  ])('gives an event %s', (_which, body, events) => {
    expect(eventsOf(body)).toEqual(events);
  });

  it('gives an event as soon as its empty line has come, a CR that may be half an end included', () => {
    const parser = new EventStreamFormat().makeParser();
    const parse = (text: string): unknown[] => [...(parser.parse(bytesOf(text)) as Iterable<unknown>)];
    expect(parse('data: a\r\r')).toEqual([event('a')]);
    expect(parse('\ndata: b\r\n\r')).toEqual([event('b')]);
    expect(parse('\n\n\ndata: c')).toEqual([]);
    expect(parse('\n\n')).toEqual([event('c')]);
  });

  it('puts characters together that come in pieces', () => {
    const bytes = bytesOf('data: 😀\n\n');
    expect(eventsOf(...cut(bytes, [7, 8, 9]))).toEqual([event('😀')]);
  });

  it('gives the same events wherever the pieces are cut', () => {
    const word = fc.constantFrom(
      'data',
      'id',
      'event',
      'retry',
      ':',
      ' ',
      '\n',
      '\r',
      '\r\n',
      '1',
      'é',
      '\n\n',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), fc.array(fc.nat(120)), (words, places) => {
        const bytes = bytesOf(words.join(''));
        const pieces = cut(
          bytes,
          places.filter((place) => place < bytes.length),
        );
        expect(eventsOf(...pieces)).toEqual(eventsOf(bytes));
      }),
    );
  });

  it.each<[string, string[]]>([
    ['of one line', ['data: abcdefgh\n\n']],
    ['of many lines', ['data: a\n'.repeat(5), '\n']],
    ['that never ends', ['data: ', 'abcd', 'efgh']],
  ])('fails with an event that is too long, %s', (_which, pieces) => {
    expect(parsed(new EventStreamFormat({ maximumEventLength: 12 }), pieces).error).toMatchObject({
      kind: 'responseSerializationFailed',
      reason: { kind: 'maximumLengthExceeded', maximum: 12 },
    });
  });

  it('gives the events before one that is too long', () => {
    const format = new EventStreamFormat({ maximumEventLength: 12 });
    expect(valuesBefore(format, 'data: a\n\ndata: b\n\ndata: abcdefgh\n\n')).toEqual([
      event('a'),
      event('b'),
    ]);
  });
});
