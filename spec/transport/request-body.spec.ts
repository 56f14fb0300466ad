import { isReplayable, lengthOf, mayExceed, type RequestBody } from '../../lib/transport/request-body.js';

const stream = (length: number | undefined, isReplayable: boolean): RequestBody => ({
  kind: 'stream',
  length,
  isReplayable,
  open: () => (async function* () {})(),
});

const bodies: [string, RequestBody, number | undefined, boolean][] = [
  ['bytes of a view', { kind: 'bytes', bytes: new Uint8Array(new ArrayBuffer(9), 2, 3) }, 3, true],
  ['text, counted as UTF-8', { kind: 'text', text: 'é€' }, 5, true],
  ['a Blob', { kind: 'blob', blob: new Blob(['four']) }, 4, true],
  ['a file', { kind: 'file', url: new URL('file:///folder/some'), length: 17 }, 17, true],
  ['a stream that says its length', stream(8, false), 8, false],
  ['a stream that does not', stream(undefined, false), undefined, false],
  ['a stream made anew each time', stream(undefined, true), undefined, true],
];

describe('a RequestBody', () => {
  it.each(bodies)('of %s has a length where one is known', (_name, body, length) => {
    expect(lengthOf(body)).toBe(length);
  });

  it.each(bodies)('of %s says whether it can be sent again', (_name, body, _length, replayable) => {
    expect(isReplayable(body)).toBe(replayable);
  });

  it.each<[RequestBody, number, boolean]>([
    [{ kind: 'text', text: 'abc' }, 9, false],
    [{ kind: 'text', text: 'abc' }, 3, false],
    [{ kind: 'text', text: 'é€' }, 4, true],
    [stream(undefined, true), 1_000_000, true],
    [stream(8, true), 8, false],
  ])('%j may exceed %d: %j', (body, limit, may) => {
    expect(mayExceed(body, limit)).toBe(may);
  });
});
