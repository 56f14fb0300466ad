import { once } from 'node:events';
import http from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { lastValueFrom, of } from 'rxjs';
import { multipartParts, type IncomingMultipart, type MultipartLimits } from '../../../lib/node.js';
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

/** The parts as they were read, and what the reading failed with. */
async function outcomeOf(
  incoming: IncomingMultipart,
  limits?: MultipartLimits,
): Promise<{ read: string[]; error: unknown }> {
  const read: string[] = [];
  try {
    for await (const part of multipartParts(incoming, { limits }))
      read.push(`${part.name}=${await part.text()}`);
  } catch (error) {
    return { read, error };
  }
  return { read, error: undefined };
}

function raise(): never {
  throw new Error('raised');
}

function locked(): ReadableStream<Uint8Array> {
  const stream = new Blob([whole]).stream();
  stream.getReader();
  return stream;
}

/** What a caller without types could give. */
function iterated(iterator: object): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => iterator as AsyncIterator<Uint8Array> };
}

const failure = (reason: object): object => ({ kind: 'multipartReadingFailed', reason });

const whole = formText(fieldText('a', '1'), fileText('b', 'f', '2'.repeat(200_000)), fieldText('c', '3'));

describe('multipartParts fails', () => {
  it.each<[string, string | undefined, object]>([
    ['without a content type', undefined, { kind: 'contentTypeInvalid', contentType: undefined }],
    ['for another one', 'application/json', { kind: 'contentTypeInvalid', contentType: 'application/json' }],
    [
      'for the other kind of form',
      'application/x-www-form-urlencoded',
      { kind: 'contentTypeInvalid', contentType: 'application/x-www-form-urlencoded' },
    ],
    [
      'for a malformed one',
      'multipart/form-data; =',
      { kind: 'contentTypeInvalid', contentType: 'multipart/form-data; =' },
    ],
    ['without a boundary', 'multipart/form-data', { kind: 'boundaryMissing' }],
    ['with another boundary than the form has', `${CONTENT_TYPE}-other`, { kind: 'unexpectedEnd' }],
  ])('%s', async (_, contentType, reason) => {
    const { headers, body } = incomingForm([whole]);
    headers['content-type'] = contentType;
    expect(await outcomeOf({ headers, body })).toEqual({
      read: [],
      error: expect.objectContaining(failure(reason)) as unknown,
    });
  });

  it.each([
    ['nothing at all', ''],
    ['no boundary', 'just some text'],
    ['an end in a delimiter', `--${BOUNDARY.slice(0, -3)}`],
    ['an end in a header', fieldText('a', '').slice(0, -10)],
    ['an end in a field', fieldText('a', '1')],
    ['an end in a file', whole.slice(0, 100_000)],
    ['an end before the closing delimiter', whole.slice(0, -6)],
  ])('for a body with %s', async (_, text) => {
    const { error } = await outcomeOf(incomingForm([text]));
    expect(error).toMatchObject(failure({ kind: 'unexpectedEnd' }));
  });

  it.each([
    ['is no header', 'no header'],
    ['has an empty name', ': value'],
    ['has a control character', 'X-Field: a\u0001'],
    ['is longer than 16 KiB', `X-Field: ${'a'.repeat(17_000)}`],
  ])('for a part whose header %s', async (_, header) => {
    const text = formText(fieldText('a', '1'), partText([header], '2'), fieldText('c', '3'));
    const { read, error } = await outcomeOf(incomingForm([text]));
    expect({ read, error }).toMatchObject({ read: ['a=1'], error: failure({ kind: 'partHeaderInvalid' }) });
  });

  it('for a field in a charset that is not known', async () => {
    const text = formText(fieldText('a', 'x', 'Content-Type: text/plain; charset=klingon'));
    const { error } = await outcomeOf(incomingForm([text]));
    expect(error).toMatchObject(failure({ kind: 'partCharsetUnknown', name: 'a' }));
  });

  it('for a body that was read before', async () => {
    const incoming = incomingForm([whole]);
    await outcomeOf(incoming);
    expect((await outcomeOf(incoming)).error).toMatchObject(failure({ kind: 'bodyConsumed' }));
  });

  it.each([
    ['there is none', null],
    ['is no stream', 'text' as unknown as null],
    ['gives what is not bytes', Readable.from([{}]) as unknown as null],
  ])('for a body where %s', async (_, body) => {
    const { error } = await outcomeOf({ headers: { 'content-type': CONTENT_TYPE }, body });
    expect(error).toMatchObject(
      failure({ kind: 'inputStreamReadFailed', error: expect.any(TypeError) as unknown }),
    );
  });

  it.each<[string, () => AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>]>([
    ['somebody else reads already', locked],
    ['cannot be iterated over', () => ({ [Symbol.asyncIterator]: raise })],
    ['throws when it is asked', () => iterated({ next: raise })],
    ['answers without a promise', () => iterated({ next: () => ({ done: true, value: undefined }) })],
    ['throws when it is left', () => iterated({ next: () => Promise.resolve({ value: 17 }), return: raise })],
  ])('once for a body that %s', async (_, body) => {
    const expected = failure({ kind: 'inputStreamReadFailed' });
    const incoming = (): IncomingMultipart => ({ headers: { 'content-type': CONTENT_TYPE }, body: body() });
    expect((await outcomeOf(incoming())).error).toMatchObject(expected);
    await expect(lastValueFrom(multipartParts(incoming(), () => of(1)))).rejects.toMatchObject(expected);
  });

  it('for a message without headers', async () => {
    const incoming = { body: Readable.from([whole]) } as unknown as IncomingMultipart;
    expect((await outcomeOf(incoming)).error).toMatchObject(failure({ kind: 'contentTypeInvalid' }));
  });

  it('with what the body fails with as its cause, and the part that was being read fails alike', async () => {
    const cause = new Error('the source broke');
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(whole.slice(0, 100_000));
      throw await Promise.resolve(cause);
    };
    const errors: unknown[] = [];
    try {
      for await (const part of multipartParts(incomingForm(pieces()))) {
        await part.bytes().catch((error: unknown) => errors.push(error));
      }
    } catch (error) {
      errors.push(error);
    }
    expect(errors).toEqual([
      errors[1],
      expect.objectContaining({ ...failure({ kind: 'inputStreamReadFailed', error: cause }), cause }),
    ]);
  });

  it('through a pipeline that reads a part', async () => {
    const parts = multipartParts(incomingForm([whole.slice(0, 100_000)]), ({ body }) => {
      return pipeline(body, new PassThrough().resume());
    });
    await expect(lastValueFrom(parts)).rejects.toMatchObject(failure({ kind: 'unexpectedEnd' }));
  });

  it('once, for whoever goes on asking', async () => {
    const parts = multipartParts(incomingForm(['']))[Symbol.asyncIterator]();
    await expect(parts.next()).rejects.toMatchObject({ kind: 'multipartReadingFailed' });
    expect(await parts.next()).toEqual({ done: true, value: undefined });
  });
});

describe('multipartParts with limits', () => {
  const form = formText(
    fieldText('a', '12'),
    fileText('b', 'f', '1234'),
    fieldText('c', '3'),
    fileText('d', 'f', '1'),
  );

  it.each<[MultipartLimits]>([
    [{ parts: 4 }],
    [{ headerPairs: 1 }],
    [{ fields: 2 }],
    [{ files: 2 }],
    [{ fieldNameSize: 1 }],
    [{ fieldSize: 2 }],
    [{ fileSize: 4 }],
    [{ parts: Infinity, fields: Infinity, files: Infinity, fieldSize: Infinity, fileSize: Infinity }],
  ])('gives a form that has exactly as much: %j', async (limits) => {
    expect(await outcomeOf(incomingForm([form]), limits)).toEqual({
      read: ['a=12', 'b=1234', 'c=3', 'd=1'],
      error: undefined,
    });
  });

  it.each<[keyof MultipartLimits, number, string[]]>([
    ['parts', 3, ['a=12', 'b=1234', 'c=3']],
    ['parts', 0, []],
    ['fields', 1, ['a=12', 'b=1234']],
    ['fields', 0, []],
    ['files', 1, ['a=12', 'b=1234', 'c=3']],
    ['files', 0, ['a=12']],
    ['fieldNameSize', 0, []],
    ['fieldSize', 1, []],
    ['fieldSize', 0, []],
    ['fileSize', 3, ['a=12']],
    ['fileSize', 0, ['a=12']],
  ])('fails for one more: %s %d', async (limit, maximum, read) => {
    const outcome = await outcomeOf(incomingForm([form]), { [limit]: maximum });
    expect(outcome).toMatchObject({ read, error: failure({ kind: 'limitExceeded', limit, maximum }) });
  });

  it.each([
    [2, undefined, ['a=1', 'b=2']],
    [1, 'headerPairs', ['a=1']],
    [0, 'headerPairs', []],
  ])('of %d header fields in a part: %p', async (headerPairs, limit, read) => {
    const folded = fieldText('a', '1').replace('; name', ';\r\n name');
    const text = formText(folded, fieldText('b', '2', 'X-Field: 1'));
    const outcome = await outcomeOf(incomingForm(text), { headerPairs });
    expect(outcome.read).toEqual(read);
    if (limit === undefined) expect(outcome.error).toBeUndefined();
    else expect(outcome.error).toMatchObject(failure({ kind: 'limitExceeded', limit, maximum: headerPairs }));
  });

  it.each([undefined, 1999, 3000, Infinity])(
    'loses no header field where %p may be there',
    async (headerPairs) => {
      const disposition = 'Content-Disposition: form-data; name="a"';
      const after = (count: number): string =>
        partText([...Array<string>(count).fill('a:'), disposition], '1');
      const [most, excessive] = [after(1998), after(1999)];
      expect(await outcomeOf(incomingForm([formText(most)]), { headerPairs })).toMatchObject({
        read: ['a=1'],
      });
      const { error } = await outcomeOf(incomingForm([formText(excessive)]), { headerPairs });
      expect(error).toMatchObject(failure({ kind: 'limitExceeded', limit: 'headerPairs', maximum: 1999 }));
    },
  );

  it('takes 1 000 parts unless told otherwise, and not one more', async () => {
    const many = (count: number): string =>
      formText(...Array.from({ length: count }, (_, index) => fieldText(`f${String(index)}`, '1')));
    expect((await outcomeOf(incomingForm([many(1000)]))).error).toBeUndefined();
    const { read, error } = await outcomeOf(incomingForm([many(1001)]));
    expect(read).toHaveLength(1000);
    expect(error).toMatchObject({ reason: { kind: 'limitExceeded', limit: 'parts', maximum: 1000 } });
    expect((await outcomeOf(incomingForm([many(1001)]), { parts: Infinity })).error).toBeUndefined();
  });

  it('counts parts that it passes over', async () => {
    const passedOver = partText(['Content-Disposition: attachment'], '');
    const text = formText(passedOver, fieldText('a', '1'), passedOver);
    expect((await outcomeOf(incomingForm([text]), { parts: 3 })).read).toEqual(['a=1']);
    const { read, error } = await outcomeOf(incomingForm([text]), { parts: 2 });
    expect(read).toEqual(['a=1']);
    expect(error).toMatchObject(failure({ kind: 'limitExceeded', limit: 'parts', maximum: 2 }));
  });

  it('takes an empty field and an empty file where nothing may be in them', async () => {
    const empty = formText(fieldText('a', ''), fileText('b', 'f', ''));
    const { read } = await outcomeOf(incomingForm([empty]), { fieldSize: 0, fileSize: 0 });
    expect(read).toEqual(['a=', 'b=']);
  });

  it('stops reading a file that is too long, and asks the body for no more', async () => {
    const body = Readable.from([Buffer.from(form), Buffer.from(form)], { objectMode: false });
    await outcomeOf({ headers: { 'content-type': CONTENT_TYPE }, body }, { fileSize: 1 });
    expect(body.destroyed).toBe(true);
  });

  it('keeps a field within a megabyte unless told otherwise', async () => {
    const text = formText(fieldText('a', 'x'.repeat(1_048_577)));
    const { error } = await outcomeOf(incomingForm([text]));
    expect(error).toMatchObject(failure({ kind: 'limitExceeded', limit: 'fieldSize', maximum: 1_048_576 }));
  });

  it.each([-1, 1.5, NaN])('refuses %d as a limit', async (fileSize) => {
    const { error } = await outcomeOf(incomingForm([form]), { fileSize });
    expect(error).toMatchObject(failure({ kind: 'limitInvalid', limit: 'fileSize' }));
  });
});

describe('multipartParts over a request that breaks off', () => {
  const server = useInboundServer();
  expectNoLeaks();

  it.each([
    ['in a file', whole.slice(0, 100_000)],
    ['before the first part', `--${BOUNDARY}`],
    ['between parts', fieldText('a', '1')],
  ])('fails when the client disconnects %s', async (_, sent) => {
    const outcome = new Promise((resolve) => {
      server.handle(async (request) => {
        request.once('data', () => client.destroy());
        resolve(await outcomeOf(request));
      });
    });
    const headers = { 'Content-Type': CONTENT_TYPE, 'Content-Length': 1_000_000 };
    const client = http.request(server.url, { method: 'POST', headers, agent: false });
    client.on('error', () => undefined).write(sent);
    expect(await outcome).toMatchObject({
      error: failure({ kind: 'inputStreamReadFailed', error: { code: 'ECONNRESET' } }),
    });
  });

  it('fails for a request that is gone when it is read', async () => {
    const error = new Promise((resolve) => {
      server.handle(async (request) => {
        request.destroy();
        await once(request, 'close');
        resolve(lastValueFrom(multipartParts(request, () => of(1))).catch((reason: unknown) => reason));
      });
    });
    http
      .request(server.url, { method: 'POST', headers: { 'Content-Type': CONTENT_TYPE }, agent: false })
      .on('error', () => undefined)
      .end(whole);
    expect(await error).toMatchObject({ kind: 'multipartReadingFailed' });
  });

  it('lets a request be answered whose form is too large', async () => {
    server.handle(async (request, response) => {
      const { error } = await outcomeOf(request, { fileSize: 10 });
      response.writeHead(413, { Connection: 'close' }).end((error as Error).message);
      request.resume();
    });
    const client = http.request(server.url, {
      method: 'POST',
      headers: { 'Content-Type': CONTENT_TYPE },
      agent: false,
    });
    client.end(whole);
    const [response] = (await once(client, 'response')) as [http.IncomingMessage];
    expect(response.statusCode).toBe(413);
    await response.forEach(() => undefined);
  });
});
