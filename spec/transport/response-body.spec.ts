import { describe, expect, it, jest } from '@jest/globals';
import { Readable, PassThrough } from 'node:stream';
import { nodeStreamIn } from '../../lib/node/wire/node-stream-body.js';
import type { InboundBodyReceiver } from '../../lib/transport/axios/adapter-exchange.js';
import { dropData, openResponseBody } from '../../lib/transport/open-response-body.js';
import type { ResponseBody } from '../../lib/transport/response-body.js';
import { responseContentOf } from '../../lib/transport/response-content.js';

/** Writes down what a body hands over. */
function receiver(heard: string[]): InboundBodyReceiver {
  return {
    data: (piece) => heard.push(Buffer.from(piece).toString()),
    end: () => heard.push('end'),
    fail: (error) => heard.push(`fail ${(error as Error).message}`),
  };
}

function opened(data: unknown): { body: ResponseBody; heard: string[]; to: InboundBodyReceiver } {
  const heard: string[] = [];
  return {
    body: openResponseBody(responseContentOf(data, nodeStreamIn) as never),
    heard,
    to: receiver(heard),
  };
}

/** Does something with each piece that was taken. */
function after(to: InboundBodyReceiver, act: () => void): InboundBodyReceiver {
  const data = (piece: Uint8Array): void => {
    to.data(piece);
    act();
  };
  return { ...to, data };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

const webStream = (cancel = (): void => undefined): ReadableStream => {
  const texts = ['a', 'b', 'c'];
  return new ReadableStream({
    pull: (controller) => {
      const text = texts.shift();
      if (text === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(text));
    },
    cancel,
  });
};

describe.each<[string, () => unknown]>([
  ['a stream of Node', () => Readable.from(['a', 'b', 'c'])],
  ['a web stream', () => webStream()],
])('%s', (_, make) => {
  it('is read to its end', async () => {
    const { body, heard, to } = opened(make());
    body.read(to);
    await turns();
    expect(heard).toEqual(['a', 'b', 'c', 'end']);
  });

  it('waits while it is paused, also when that was before it was read', async () => {
    const { body, heard, to } = opened(make());
    body.pause();
    body.read(to);
    await turns();
    expect(heard).toEqual([]);
    body.resume();
    await turns();
    expect(heard).toEqual(['a', 'b', 'c', 'end']);
  });

  it('waits when it is paused by the one who reads', async () => {
    const { body, heard, to } = opened(make());
    body.read(after(to, () => body.pause()));
    await turns();
    expect(heard).toEqual(['a']);
    body.cancel();
  });

  it.each(['cancel', 'discard'] as const)('says nothing after %s', async (end) => {
    const { body, heard, to } = opened(make());
    body.read(after(to, () => body[end]()));
    await turns();
    expect(heard).toEqual(['a']);
  });
});

describe('a stream of Node', () => {
  it('that was closed before its end fails', async () => {
    const stream = new PassThrough();
    const { body, heard, to } = opened(stream);
    body.read(to);
    stream.write('a');
    await turns();
    stream.destroy();
    await turns();
    expect(heard).toEqual(['a', expect.stringMatching('^fail .*ended before it was complete')]);
  });

  it('that was closed before it was read fails with its error', async () => {
    const stream = new PassThrough();
    const { body, heard, to } = opened(stream);
    stream.destroy(new Error('early'));
    body.read(to);
    await turns();
    expect(heard).toEqual(['fail early']);
  });

  it('that has ended before it was read just ends', async () => {
    const stream = Readable.from([]);
    stream.resume();
    await turns();
    const { body, heard, to } = opened(stream);
    body.read(to);
    expect(heard).toEqual(['end']);
  });

  it('is closed with what it gives that is no bytes', async () => {
    const stream = Readable.from([{}]);
    const { body, heard, to } = opened(stream);
    body.read(to);
    await turns();
    expect(heard).toEqual([expect.stringContaining('neither bytes nor text')]);
    expect(stream.destroyed).toBe(true);
  });
});

it('reads a stream of Node piece by piece where the platform knows none', async () => {
  const heard: string[] = [];
  const content = responseContentOf(Readable.from(['a', 'b']), undefined);
  openResponseBody(content as never).read(receiver(heard));
  await turns();
  expect([content.kind, ...heard]).toEqual(['pulled', 'a', 'b', 'end']);
});

it('ends a stream of Node that nobody will read, also where the platform knows none', () => {
  const stream = new PassThrough();
  dropData(stream, undefined);
  expect(stream.destroyed).toBe(true);
});

describe('dropData', () => {
  it('closes streams, and takes anything else', () => {
    const cancel = jest.fn<() => void>();
    const stream = new PassThrough();
    const locked = webStream();
    locked.getReader();
    for (const data of [stream, webStream(cancel), locked, 'text', undefined, { a: 1 }])
      dropData(data, nodeStreamIn);
    expect(stream.destroyed).toBe(true);
    expect(cancel).toHaveBeenCalled();
  });
});
