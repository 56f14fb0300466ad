import type { RequestBody } from '../../lib/transport/request-body.js';
import { StubTransport } from '../../lib/testing/stub-transport.js';
import { sendMessage, type SentMessage } from '../support/recording-transport-client.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const nextTurn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));

function streamOf(open: () => AsyncIterable<Uint8Array>, length?: number): RequestBody {
  return { kind: 'stream', length, isReplayable: false, open };
}

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(bytesOf(text));
}

function send(transport: StubTransport, outbound: RequestBody, reportsUploadProgress = true): SentMessage {
  return sendMessage(transport, 'https://api.example.com/', {
    method: 'POST',
    outbound,
    reportsUploadProgress,
  });
}

describe('the body of a request to a StubTransport', () => {
  it.each<[string, RequestBody, number[]]>([
    ['bytes', { kind: 'bytes', bytes: bytesOf('four') }, [4]],
    ['text', { kind: 'text', text: 'é' }, [2]],
    ['a stream of known length', streamOf(pieces, 7), [7]],
    ['a stream of unknown length', streamOf(pieces), []],
  ])('counts as sent without being read: %s', (_, body, sent) => {
    const transport = new StubTransport(() => 'never');
    const { client, task } = send(transport, body);
    expect([client.sent, task.sendPhase, transport.bodies]).toEqual([sent, 'something', [undefined]]);
  });

  it.each([false, true])(
    'is not told of to a client that does not want to know, read: %s',
    (collectsBodies) => {
      const transport = new StubTransport(() => ({}), { collectsBodies });
      const { client } = send(transport, { kind: 'text', text: 'text' }, false);
      expect([client.heard, client.sent]).toEqual([['response', 'complete'], []]);
    },
  );

  it('stays unread when the reply says that nothing was sent', async () => {
    const reply = { error: 'refused', sendPhase: 'nothing' } as const;
    const transport = new StubTransport(() => reply, { collectsBodies: true });
    const { client, task } = send(transport, { kind: 'text', text: 'text' });
    expect(await client.completed).toBe('refused');
    expect([client.sent, task.sendPhase, transport.bodies]).toEqual([[], 'nothing', [undefined]]);
  });

  it.each<[string, RequestBody, number[]]>([
    ['bytes', { kind: 'bytes', bytes: bytesOf('body') }, [4]],
    ['text', { kind: 'text', text: 'body' }, [4]],
    ['a Blob', { kind: 'blob', blob: new Blob(['bo', 'dy']) }, [4]],
    ['a stream', streamOf(() => pieces('bo', 'dy')), [2, 4]],
  ])('is read before the answer where that is asked for: %s', async (_, body, sent) => {
    const transport = new StubTransport(() => ({}), { collectsBodies: true });
    const { client } = send(transport, body);
    let sentBefore: number[] = [];
    client.onResponse(() => (sentBefore = [...client.sent]));
    await client.completed;
    expect([client.sent, transport.bodies]).toEqual([sent, [bytesOf('body')]]);
    if (body.kind === 'stream') expect(sentBefore).toEqual(sent);
  });

  it('is answered at once when it is bytes', () => {
    const { client } = send(new StubTransport(() => ({}), { collectsBodies: true }), {
      kind: 'text',
      text: 'x',
    });
    expect(client.heard).toEqual(['response', 'complete']);
  });

  it('stays unread when it is a file', () => {
    const transport = new StubTransport(() => ({}), { collectsBodies: true });
    const { client } = send(transport, { kind: 'file', url: new URL('file:///nowhere'), length: 9 });
    expect([client.sent, client.heard, transport.bodies]).toEqual([
      [9],
      ['response', 'complete'],
      [undefined],
    ]);
  });

  it('makes the request fail with what its stream throws', async () => {
    const thrown = new Error('broken stream');
    const broken = streamOf(() => {
      throw thrown;
    });
    const { client } = send(new StubTransport(() => ({}), { collectsBodies: true }), broken);
    expect(await client.completed).toBe(thrown);
    expect(client.heard).toEqual(['complete']);
  });
});

/** A stream whose pieces a test lets through, and that tells when it is let go. */
class ManualStream {
  readonly body = streamOf(() => this.#pieces());
  isOpen = true;
  #give: ((piece: string) => void) | undefined;

  async give(piece: string): Promise<void> {
    await nextTurn();
    this.#give?.(piece);
    await nextTurn();
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield bytesOf(await new Promise<string>((resolve) => (this.#give = resolve)));
    } finally {
      this.isOpen = false;
    }
  }
}

describe('a stream that a StubTransport reads', () => {
  let stream: ManualStream;
  let message: SentMessage;

  beforeEach(() => {
    stream = new ManualStream();
    message = send(new StubTransport(() => ({}), { collectsBodies: true }), stream.body);
  });

  it('stands still while the task is suspended', async () => {
    const { client, task } = message;
    await stream.give('a');
    task.suspend();
    await stream.give('b');
    expect(client.sent).toEqual([1]);
    task.resume();
    await stream.give('c');
    expect(client.sent).toEqual([1, 2, 3]);
    task.cancel();
    await stream.give('d');
    expect(stream.isOpen).toBe(false);
  });

  it.each([false, true])('is let go when the task is cancelled, suspended: %s', async (isSuspended) => {
    const { client, task } = message;
    if (isSuspended) task.suspend();
    await stream.give('a');
    task.cancel();
    await stream.give('b');
    expect([stream.isOpen, client.sent, client.heard]).toEqual([false, isSuspended ? [] : [1], []]);
  });
});
