import { once } from 'node:events';
import http from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { EMPTY, firstValueFrom, lastValueFrom, NEVER, of, throwError, toArray } from 'rxjs';
import { HTTPHeaders, MultipartFormData } from '../../../lib/index.js';
import { multipartParts, type Part } from '../../../lib/node.js';
import { ask } from '../../support/http-client.js';
import { useInboundServer } from '../../support/inbound-server.js';
import { expectNoLeaks } from '../../support/leaks.js';
import {
  BOUNDARY,
  CONTENT_TYPE,
  fieldText,
  fileText,
  formText,
  incomingForm,
  partText,
} from '../../support/multipart-text.js';

const MB = 1_000_000;
const large = 'x'.repeat(3 * MB);
const described = async (part: Part): Promise<string> => `${part.name}=${await part.text()}`;

async function namesOf(parts: AsyncIterable<Part>): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of parts) names.push(name);
  return names;
}

/** A body of files that counts how much of it was asked for, and tells when it was closed. */
class CountedFiles implements AsyncIterable<Uint8Array> {
  read = 0;
  readonly headers = { 'content-type': CONTENT_TYPE };
  readonly body = this;
  readonly closed: Promise<void>;
  #close!: () => void;

  constructor(
    private readonly count: number,
    private readonly size: number,
  ) {
    this.closed = new Promise((resolve) => (this.#close = resolve));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    await Promise.resolve();
    try {
      for (let index = 0; index < this.count; index += 1) yield* this.#file(`file${String(index)}`);
      yield Buffer.from(formText());
    } finally {
      this.#close();
    }
  }

  *#file(name: string): Generator<Uint8Array, void, undefined> {
    yield Buffer.from(fileText(name, 'a.bin', '').slice(0, -2));
    for (let left = this.size; left > 0; left -= 50_000) {
      this.read += 50_000;
      yield new Uint8Array(50_000);
    }
    yield Buffer.from('\r\n');
  }
}

describe('multipartParts over an inbound request', () => {
  const server = useInboundServer();
  const leaks = expectNoLeaks();

  const post = (body: string | Uint8Array, contentType = CONTENT_TYPE): Promise<{ text: string }> =>
    ask(server.url, { method: 'POST', headers: { 'Content-Type': contentType }, body });

  it('gives the parts in their order, files and fields alike', async () => {
    server.handle(async (request, response) => {
      const parts = await lastValueFrom(multipartParts(request, described).pipe(toArray()));
      response.end(parts.join());
    });
    const form = formText(
      fieldText('a', '1'),
      fileText('b', 'b.txt', '2'),
      fieldText('c', '3'),
      fileText('d', 'd', ''),
    );
    expect((await post(form)).text).toBe('a=1,b=2,c=3,d=');
  });

  it('describes a part as its header does', async () => {
    server.handle(async (request, response) => {
      for await (const { name, fileName, mimeType, encoding } of multipartParts(request)) {
        response.write(JSON.stringify({ name, fileName, mimeType, encoding }));
      }
      response.end();
    });
    const headers = ['Content-Type: image/png', 'Content-Transfer-Encoding: binary'];
    const disposition = 'Content-Disposition: form-data; name="bild"; filename="C:/Bilder/日本.png"';
    const { text } = await post(formText(partText([disposition, ...headers], '')));
    expect(JSON.parse(text)).toEqual({
      name: 'bild',
      fileName: '日本.png',
      mimeType: 'image/png',
      encoding: 'binary',
    });
  });

  it('reads what a MultipartFormData sends', async () => {
    server.handle(async (request, response) => {
      response.end((await lastValueFrom(multipartParts(request, described).pipe(toArray()))).join());
    });
    const form = new MultipartFormData();
    form.append('Ada', { name: 'name' }).append(new Blob([large]), { name: 'blob', fileName: 'x' });
    expect((await post(await form.encode(), form.contentType)).text).toBe(`name=Ada,blob=${large}`);
  });

  it('passes over what is not read: a part left out, one left half way, one destroyed', async () => {
    server.handle(async (request, response) => {
      for await (const { name, body } of multipartParts(request)) {
        if (name === 'half') await once(body, 'readable');
        if (name === 'destroyed') body.destroy();
        response.write(`${name} `);
      }
      response.end();
    });
    const names = ['unread', 'half', 'destroyed', 'last'];
    expect((await post(formText(...names.map((name) => fileText(name, 'f', large))))).text).toBe(
      `${names.join(' ')} `,
    );
  });

  it('pauses the request when the loop is left, so that it can be answered', async () => {
    server.handle(async (request, response) => {
      for await (const { name } of multipartParts(request)) {
        response.write(`${name} `);
        if (name === 'one') break;
      }
      expect([request.destroyed, request.readableFlowing]).toEqual([false, false]);
      await once(request.resume(), 'end');
      response.end('is enough');
    });
    expect((await post(formText(fileText('one', 'f', large), fileText('two', 'f', large)))).text).toBe(
      'one is enough',
    );
  });

  it('stops listening to the request once it is left', async () => {
    const left = new Promise<void>((resolve) => {
      server.handle((request, response) => {
        leaks.watching(request, 'error');
        leaks.watching(request, 'data');
        const subscription = multipartParts(request, () => NEVER).subscribe();
        request.once('data', () => {
          subscription.unsubscribe();
          request.resume().once('end', () => response.end());
          resolve();
        });
      });
    });
    await Promise.all([left, post(formText(fileText('one', 'f', large)))]);
  });

  it('takes no more from the socket than a slow reader reads', async () => {
    let ahead = 0;
    server.handle(async (request, response) => {
      let read = 0;
      for await (const { body } of multipartParts(request)) {
        for await (const piece of body as AsyncIterable<Uint8Array>) {
          ahead = Math.max(ahead, request.socket.bytesRead - read);
          read += piece.length;
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      response.end(String(read));
    });
    expect((await post(formText(fileText('file', 'f', 'x'.repeat(30 * MB))))).text).toBe(String(30 * MB));
    expect(ahead).toBeLessThan(MB);
  });
});

describe('multipartParts over headers and a body', () => {
  const server = useInboundServer();
  expectNoLeaks();

  it('reads a response of fetch', async () => {
    server.handle((_, response) => {
      response
        .setHeader('Content-Type', CONTENT_TYPE)
        .end(formText(fieldText('a', '1'), fieldText('b', '2')));
    });
    const response = await fetch(server.url, { headers: { Connection: 'close' } });
    expect(await namesOf(multipartParts(response))).toEqual(['a', 'b']);
  });

  it('destroys a response of node:http when nobody is interested any more', async () => {
    server.handle((_, response) => {
      response.setHeader('Content-Type', CONTENT_TYPE).write(fieldText('a', '1') + fieldText('b', '2'));
    });
    const [response] = (await once(http.get(server.url, { agent: false }), 'response')) as [
      http.IncomingMessage,
    ];
    const part = await firstValueFrom(multipartParts(response, (given) => of(given)));
    expect([part.name, response.destroyed]).toEqual(['a', true]);
  });

  it.each<[string, HTTPHeaders | Headers | Record<string, string | string[]>]>([
    ['HTTPHeaders', new HTTPHeaders({ 'content-type': CONTENT_TYPE })],
    ['Headers', new Headers({ 'content-type': CONTENT_TYPE })],
    ['a record in any case', { 'Content-TYPE': CONTENT_TYPE }],
    ['a record with lists', { 'content-type': [CONTENT_TYPE] }],
  ])('finds the content type in %s', async (_, headers) => {
    expect(
      await namesOf(multipartParts({ headers, body: Readable.from([formText(fieldText('a', ''))]) })),
    ).toEqual(['a']);
  });

  it('takes a boundary in quotes, and a preamble and an epilogue', async () => {
    const text = `before\r\n${formText(fieldText('a', '1'))}after`;
    const contentType = `Multipart/Form-Data; charset=utf-8; boundary="${BOUNDARY}"`;
    expect(await namesOf(multipartParts(incomingForm([text], contentType)))).toEqual(['a']);
  });

  it('has no parts in an empty form', async () => {
    expect(await namesOf(multipartParts(incomingForm([formText()])))).toEqual([]);
  });
});

describe('multipartParts with a projection', () => {
  it('asks for the next part when the projection of the one before completes', async () => {
    const form = new CountedFiles(3, MB);
    const order: string[] = [];
    const project = (part: Part): Promise<void> => {
      order.push(`begin ${part.name}`);
      return buffer(part.body).then((bytes) => void order.push(`end ${String(bytes.length)}`));
    };
    await lastValueFrom(multipartParts(form, project));
    expect(order).toEqual([0, 1, 2].flatMap((index) => [`begin file${String(index)}`, `end ${String(MB)}`]));
  });

  it('reads nothing before it is subscribed to, and little of a part that is not read', async () => {
    const form = new CountedFiles(1, 100 * MB);
    const parts = multipartParts(form, (part) => of(part));
    expect(form.read).toBe(0);
    await firstValueFrom(parts);
    expect(form.read).toBeLessThan(MB);
    await form.closed;
  });

  it('takes a projection that completes at once', async () => {
    const parts = multipartParts(
      incomingForm([formText(fileText('a', 'f', large), fieldText('b', ''))]),
      () => EMPTY,
    );
    expect(await lastValueFrom(parts, { defaultValue: 'none' })).toBe('none');
  });

  it.each([
    ['errors', () => throwError(() => new Error('mine'))],
    [
      'throws',
      () => {
        throw new Error('mine');
      },
    ],
  ])('passes on the error of a projection that %s, and closes the body', async (_, project) => {
    const form = new CountedFiles(2, MB);
    const parts = multipartParts(form, project);
    await expect(lastValueFrom(parts)).rejects.toThrow('mine');
    await form.closed;
  });

  it('ends the body of a part for whoever still reads it when the next one is asked for', async () => {
    const stragglers: Promise<unknown>[] = [];
    const parts = multipartParts(
      incomingForm([formText(fileText('slow', 'f', large), fieldText('b', '1'))]),
      (part) => {
        stragglers.push(part.text().catch((error: unknown) => error));
        return of(part.name);
      },
    );
    expect(await lastValueFrom(parts.pipe(toArray()))).toEqual(['slow', 'b']);
    expect(await stragglers[0]).toMatchObject({
      kind: 'multipartReadingFailed',
      reason: { kind: 'partLeft', name: 'slow' },
    });
  });

  it('closes a body that is silent as soon as it is unsubscribed from', async () => {
    await new Promise<void>((cancel) => {
      const body = new ReadableStream<Uint8Array>({
        cancel: () => {
          cancel();
        },
      });
      multipartParts({ headers: { 'content-type': CONTENT_TYPE }, body }, described)
        .subscribe()
        .unsubscribe();
    });
  });
});

describe('A part of multipartParts', () => {
  const partsOf = (...parts: string[]): AsyncIterable<Part> =>
    multipartParts(incomingForm([formText(...parts)]));

  it.each([
    ['UTF-8 that is not named', [], Buffer.from('é日')],
    ['UTF-8 that is named', ['Content-Type: text/plain; charset=UTF-8'], Buffer.from('é')],
  ])('is text as it was sent: %s', async (_, headers, bytes) => {
    const head = Buffer.from(fieldText('a', '', ...headers).slice(0, -2));
    const form = Buffer.concat([head, bytes, Buffer.from(`\r\n${formText()}`)]);
    for await (const part of multipartParts(incomingForm([form])))
      expect(await part.text()).toBe(bytes.toString());
  });

  it('is UTF-8 when it names Latin-1', async () => {
    const head = Buffer.from(fieldText('a', '', 'Content-Type: text/plain; charset=iso-8859-1').slice(0, -2));
    const form = Buffer.concat([head, Buffer.from('é', 'latin1'), Buffer.from(`\r\n${formText()}`)]);
    for await (const part of multipartParts(incomingForm([form]))) expect(await part.text()).toBe('é');
  });

  it('refuses to be longer in memory than it may', async () => {
    const reason = { kind: 'limitExceeded', limit: 'bytesInMemory', maximum: 2 };
    for await (const part of partsOf(fileText('a', 'f', '123'))) {
      await expect(part.text({ limit: 2 })).rejects.toMatchObject({ kind: 'multipartReadingFailed', reason });
    }
  });

  it.each([
    [false, 'c.txt'],
    [true, '../b/c.txt'],
  ])('keeps folders of its file name where that is asked for: %j', async (preservePath, fileName) => {
    const form = incomingForm([formText(fileText('a', '../b/c.txt', ''))]);
    const names = multipartParts(form, (part) => of(part.fileName), { preservePath });
    expect(await lastValueFrom(names)).toBe(fileName);
  });
});
