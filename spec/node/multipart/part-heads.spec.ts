import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type HeadExcess, PartHeads } from '../../../lib/node/multipart/part-heads.js';

const BOUNDARY = 'B-b';
const NONE = { parts: Infinity, headerPairs: Infinity };

/** Where the limits are exceeded, over the whole of a form that comes in these pieces. */
function excess(pieces: readonly string[], limits: Partial<typeof NONE>): HeadExcess | undefined {
  const heads = new PartHeads(BOUNDARY, { ...NONE, ...limits });
  let before = 0;
  for (const piece of pieces) {
    const found = heads.see(Buffer.from(piece, 'latin1'));
    if (found !== undefined) return { ...found, at: before + found.at };
    before += piece.length;
  }
  return undefined;
}

/** Cut into pieces of these lengths, over and over. */
function cut(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = [];
  for (let at = 0, index = 0; at < text.length; index += 1) {
    const length = lengths[index % lengths.length] ?? 1;
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}

/** What comes close to boundaries and ends of lines, is none, and may stand in a body. */
const content = fc
  .array(fc.constantFrom('\r', '\n', '-', '--', '\r\n', '\r\n-', '\r\n--', '\r\n--B', 'B-b', '--B-b'), {
    maxLength: 9,
  })
  .map((pieces) => `x${pieces.join('')}`)
  .filter((text) => !text.includes(`\r\n--${BOUNDARY}`));
const field = fc.constantFrom('A: 1', 'A:', 'Name: two\r\n words', 'A: 1\r\n\tfolded', 'A: --B-b');
const part = fc.record({ fields: fc.array(field, { minLength: 1, maxLength: 5 }), content });
const form = fc.record({
  preamble: content,
  parts: fc.array(part, { maxLength: 4 }),
  lengths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
});

/** A form, and where each part and each header field of a part begins. */
function written({ preamble, parts }: { preamble: string; parts: { fields: string[]; content: string }[] }) {
  const begins: { part: number; fields: number[] }[] = [];
  let text = `${preamble}\r\n`;
  for (const { fields, content: body } of parts) {
    text += `--${BOUNDARY}\r\n`;
    const begin = { part: text.length - 1, fields: [] as number[] };
    for (const line of fields) {
      begin.fields.push(text.length);
      text += `${line}\r\n`;
    }
    begins.push(begin);
    text += `\r\n${body}\r\n`;
  }
  return { text: `${text}--${BOUNDARY}--\r\n--${BOUNDARY}\r\nA: 1\r\n\r\n`, begins };
}

/** In one piece exactly; in several by the piece after, at the latest: its first bytes may have been a boundary. */
function expectExcess(text: string, lengths: readonly number[], limits: object, expected: unknown): void {
  const [whole, late] = [excess([text], limits), excess(cut(text, lengths), limits)];
  expect(whole).toEqual(expected);
  expect(late?.limit).toBe(whole?.limit);
  const delay = (late?.at ?? 0) - (whole?.at ?? 0);
  expect(delay >= 0 && delay < BOUNDARY.length + 4).toBe(true);
}

describe('the heads of the parts of a form', () => {
  it('are counted, however the form comes in pieces', () => {
    const property = fc.property(form, fc.nat(4), ({ lengths, ...given }, parts) => {
      const { text, begins } = written(given);
      const first = begins[parts];
      const expected = first && { limit: 'parts' as const, at: first.part };
      expectExcess(text, lengths, { parts }, expected);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('have their fields counted, however the form comes in pieces', () => {
    const property = fc.property(form, fc.nat(5), ({ lengths, ...given }, headerPairs) => {
      const { text, begins } = written(given);
      const at = begins.map(({ fields }) => fields[headerPairs]).find((place) => place !== undefined);
      const expected = at === undefined ? undefined : { limit: 'headerPairs', at };
      expectExcess(text, lengths, { headerPairs }, expected);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it.each([
    ['nothing before it', `--${BOUNDARY}\r\nA: 1\r\n\r\n`, 0, 7],
    ['a boundary that only begins like one', `--${BOUNDARY}x\r\nA: 1\r\n\r\n`, 0, undefined],
    ['a dash behind its boundary', `--${BOUNDARY}-\r\nA: 1\r\n\r\n`, 0, undefined],
    ['a CR alone behind its boundary', `--${BOUNDARY}\rA: 1\r\n\r\n`, 0, undefined],
    [
      'a boundary within its head, which goes on',
      `--${BOUNDARY}\r\nA: 1\r\n--${BOUNDARY}\r\nB: 1\r\n`,
      1,
      20,
    ],
    [
      'a head that is malformed, after which nothing counts',
      `--${BOUNDARY}\r\nA: \r1\r\nB: 1\r\n`,
      1,
      undefined,
    ],
  ])('are seen as busboy sees them, with %s', (_what, text, headerPairs, at) => {
    expect(excess([text], { headerPairs })?.at).toBe(at);
  });
});
