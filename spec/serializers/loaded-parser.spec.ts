import { awaitAnswer, isDeferred, type Answer } from '../../lib/answers/answer.js';
import type { DataStreamParser } from '../../lib/serializers/data-stream-serializer.js';
import { loadedParser } from '../../lib/serializers/loaded-parser.js';
import { streamParsers } from '../../lib/serializers/stream-parsers.js';
import { bytesOf } from '../support/received.js';

const lines = (load?: () => Answer<typeof streamParsers>): DataStreamParser<string> =>
  loadedParser(({ LineParser }) => new LineParser('utf-8', 100), load);

function valuesOf(answer: Answer<Iterable<string>>): Promise<string[]> {
  return new Promise((resolve, reject) => {
    awaitAnswer(
      () => answer,
      (values) => resolve([...values]),
      reject,
    );
  });
}

describe('loadedParser', () => {
  it('is the parser itself where the parsers are there', () => {
    expect(lines()).toBeInstanceOf(streamParsers.LineParser);
  });

  it('waits for parsers that are being loaded, and is synchronous from then on', async () => {
    const parser = lines(() => Promise.resolve(streamParsers));
    expect(await valuesOf(parser.parse(bytesOf('a\nb')))).toEqual(['a']);
    const next = parser.parse(bytesOf('\nc'));
    expect([isDeferred(next), await valuesOf(next)]).toEqual([false, ['b']]);
    expect(await valuesOf(parser.finish?.() ?? [])).toEqual(['c']);
  });

  it('fails if the parsers cannot be loaded', async () => {
    const offline = new Error('no network');
    await expect(valuesOf(lines(() => Promise.reject(offline)).parse(bytesOf('a')))).rejects.toBe(offline);
  });
});
