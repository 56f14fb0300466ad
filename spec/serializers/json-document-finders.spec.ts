import fc from 'fast-check';
import {
  JSONLines,
  JSONSequence,
  type JSONDocumentFinder,
  type JSONFinderOptions,
} from '../../lib/serializers/json-document-finders.js';
import { bytesOf, thrownBy } from '../support/received.js';
import { cut } from '../support/stream-parsing.js';

const OPTIONS: JSONFinderOptions = { maximumLength: 100, asBytes: false };

/** The documents of a body that comes in these chunks, as text. */
function documentsOf(finder: JSONDocumentFinder, chunks: readonly (string | Uint8Array)[]): string[] {
  const documents: (string | Uint8Array)[] = [];
  for (const chunk of chunks) finder.find(typeof chunk === 'string' ? bytesOf(chunk) : chunk, documents);
  finder.finish(documents);
  return documents.map((found) => (typeof found === 'string' ? found : new TextDecoder().decode(found)));
}

const linesOf = (...chunks: (string | Uint8Array)[]): string[] => documentsOf(new JSONLines(OPTIONS), chunks);
const recordsOf = (...chunks: (string | Uint8Array)[]): string[] =>
  documentsOf(new JSONSequence(OPTIONS), chunks).map((text) => text.trimEnd());

describe('JSONLines', () => {
  it.each<[string, string[], string[]]>([
    ['each line', ['1\n{"a":2}\n'], ['1', '{"a":2}']],
    ['a last line without an end', ['1\n2'], ['1', '2']],
    ['a line in several chunks', ['{"a"', ':', '1}\n'], ['{"a":1}']],
    ['several lines in a chunk, and the beginning of another', ['1\n2\n3', '4\n'], ['1', '2', '34']],
    ['no blank lines', ['\n1\n\n  \n2\n\n', '\n'], ['1', '2']],
    ['nothing in an empty body', [], []],
  ])('finds %s', (_what, chunks, documents) => {
    expect(linesOf(...chunks)).toEqual(documents);
  });

  it('leaves a carriage return to the parser of JSON, which skips it', () => {
    expect(linesOf('1\r\n\r\n2\r\n').map((line) => JSON.parse(line) as unknown)).toEqual([1, 2]);
  });

  it('drops a byte-order mark at the beginning', () => {
    expect(linesOf('\uFEFF1\n2\n')).toEqual(['1', '2']);
  });

  it('returns the bytes of each line if one of them is no UTF-8', () => {
    const documents: unknown[] = [];
    new JSONLines(OPTIONS).find(Uint8Array.of(0x31, 0x0a, 0x0a, 0xff, 0x0a), documents as never);
    expect(documents).toEqual([Uint8Array.of(0x31), Uint8Array.of(0xff)]);
  });

  it('keeps the lines before one that is too long', () => {
    const documents: string[] = [];
    const finder = new JSONLines({ ...OPTIONS, maximumLength: 4 });
    const error = thrownBy(() => finder.find(bytesOf('1\n2\n12345'), documents));
    expect(error.reason).toEqual({ kind: 'maximumLengthExceeded', maximum: 4 });
    expect(documents).toEqual(['1', '2']);
  });
});

describe('JSONSequence', () => {
  it.each<[string, string[], string[]]>([
    ['each record', ['\x1e{"a":1}\n\x1e2\n'], ['{"a":1}', '2']],
    ['a document of several lines', ['\x1e{\n"a": [\n1\n]\n}\n'], ['{\n"a": [\n1\n]\n}']],
    ['line feeds and brackets in strings', ['\x1e"}]\\"\n', '{["\n'], ['"}]\\"\n{["']],
    ['a document that the next separator ends', ['\x1e[1]\x1e[2]\n'], ['[1]', '[2]']],
    ['a document that the end of the body ends', ['\x1e[1]\n\x1e[2]'], ['[1]', '[2]']],
    ['nothing between separators', ['\x1e\x1e\n\x1e[1]\n'], ['[1]']],
    [
      'a word without whitespace, which may be cut off, as no JSON',
      ['\x1e12\x1etrue\n\x1enul'],
      ['', 'true', ''],
    ],
    ['a document that is cut off, and the one after it', ['\x1e{"a":"x\x1e[2]\n'], ['{"a":"x', '[2]']],
    ['brackets that close too often', ['\x1e[1]]\n\x1e[2]\n'], ['[1]]', '[2]']],
  ])('finds %s', (_what, chunks, documents) => {
    expect(recordsOf(...chunks)).toEqual(documents);
  });

  it('finds a document as soon as its line feed has come', () => {
    const documents: string[] = [];
    new JSONSequence(OPTIONS).find(bytesOf('\x1e{"a":1}\n'), documents);
    expect(documents).toEqual(['{"a":1}\n']);
  });

  it('fails with a document that is too long', () => {
    const finder = new JSONSequence({ ...OPTIONS, maximumLength: 4 });
    expect(thrownBy(() => finder.find(bytesOf('\x1e[1,2,3'), [])).reason?.kind).toBe('maximumLengthExceeded');
  });
});

describe.each<[string, (...chunks: Uint8Array[]) => string[]]>([
  ['JSONLines', linesOf],
  ['JSONSequence', recordsOf],
])('%s', (_name, find) => {
  it('finds the same documents wherever the chunks are cut', () => {
    const word = fc.constantFrom('{', '}', '[', ']', '"', '\\', '\n', '\x1e', '1', 'é', ' ', 'true');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.array(fc.nat(60)), (words, places) => {
        const bytes = bytesOf(words.join(''));
        const chunks = cut(
          bytes,
          places.filter((place) => place < bytes.length),
        );
        expect(find(...chunks)).toEqual(find(bytes));
      }),
    );
  });
});
