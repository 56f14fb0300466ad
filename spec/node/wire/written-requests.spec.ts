import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RequestBody } from '../../../lib/transport/request-body.js';
import { useAdapter, type AskOptions } from '../../support/adapter-client.js';
import { expectNoLeaks } from '../../support/leaks.js';
import { useServer } from '../../support/server.js';

const server = useServer();
const client = useAdapter();
expectNoLeaks(server);

/** What would begin a line, a field or a message of its own if it were let through. */
const FRAGMENTS = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  ':',
  'Host: evil',
  'GET /evil HTTP/1.1',
  'Content-Length: 0',
  '\x80',
  'é',
  '€',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 5 })), { maxLength: 5 })
  .map((parts) => parts.join(''));

const body = fc.oneof(
  fc.constant(undefined),
  text.map((given): RequestBody => ({ kind: 'text', text: given })),
  fc.uint8Array({ maxLength: 200 }).map((bytes): RequestBody => ({ kind: 'bytes', bytes })),
  fc
    .tuple(fc.array(text, { maxLength: 3 }), fc.option(fc.nat(20), { nil: undefined }))
    .map(([parts, length]): RequestBody => ({
      kind: 'stream',
      length,
      isReplayable: true,
      open: () => chunksOf(parts),
    })),
);

async function* chunksOf(parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

async function bytesOf(given: RequestBody | undefined): Promise<Buffer> {
  switch (given?.kind) {
    case 'text':
      return Buffer.from(given.text);
    case 'bytes':
      return Buffer.from(given.bytes);
    case 'stream': {
      const chunks: Uint8Array[] = [];
      for await (const chunk of given.open()) chunks.push(chunk);
      return Buffer.concat(chunks);
    }
    default:
      return Buffer.alloc(0);
  }
}

const names = fc.oneof(
  fc.constantFrom('X-Name', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Host'),
  text,
);
const inputs = fc.record({
  method: fc.oneof(fc.constantFrom('GET', 'POST', 'PUT', 'PURGE'), text),
  path: text,
  headers: fc.array(fc.tuple(names, text), { maxLength: 3 }),
  body,
});

describe('requests of any input', () => {
  it('reach node:http as one message or not at all', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(inputs, async ({ method, path, headers, body: given }) => {
        count += 1;
        const options: AskOptions = { method, headers: Object.fromEntries(headers) };
        if (given !== undefined) options.body = given;
        await client
          .ask(`${server.url}/post?case=${count}&${path}`, options)
          .body()
          .catch(() => undefined);
      }),
      { numRuns: 500, seed: 7 },
    );
    await client.wire.destroy();
    await server.whenDisconnected();
    const seen = server.requests.map(({ target }) => Number(/^\/post\?case=(\d+)&/.exec(target)?.[1]));
    expect(seen).toEqual([...new Set(seen)].sort((one, other) => one - other));
    expect(seen.every(Number.isInteger)).toBe(true);
    expect(seen.length).toBeGreaterThan(50);
  });

  it('reach node:http with exactly the bytes of their bodies', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (given) => {
        const bytes = await bytesOf(given);
        const isKept =
          given?.kind !== 'stream' || given.length === undefined || given.length === bytes.length;
        const options: AskOptions = { method: 'POST', ...(given !== undefined && { body: given }) };
        const asked = client.ask(`${server.url}/upload`, options);
        if (isKept) expect(await asked.json()).toMatchObject({ bytes: bytes.length });
        else expect(await asked.failureCode()).toBe('requestBodyStreamFailed');
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
