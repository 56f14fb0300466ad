import { Readable } from 'node:stream';
import { gunzipSync, inflateSync } from 'node:zlib';
import { firstValueFrom } from 'rxjs';
import { compressed } from '../../lib/encoding/compressed-content.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const text = 'a line of a log\n'.repeat(50_000);

async function all(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const piece of pieces) read.push(piece);
  return Buffer.concat(read);
}

const read = (content: unknown): Promise<Buffer> => all(content as AsyncIterable<Uint8Array>);

describe('compressed', () => {
  const server = useServer();
  const sessions = useSessions(server);

  it.each([
    ['a stream of Node', () => Readable.from([text])],
    ['a stream of the web', () => new Blob([text]).stream()],
    ['an async iterable', () => new Blob([text]).stream() as AsyncIterable<Uint8Array>],
  ])('compresses %s', async (_, open) => {
    expect(gunzipSync(await read(compressed(open(), 'gzip'))).toString()).toBe(text);
  });

  it('compresses anew what a function makes', async () => {
    const open = compressed(() => Readable.from([text]), 'deflate');
    expect(await read(open())).toEqual(await read(open()));
    expect(inflateSync(await read(open())).toString()).toBe(text);
  });

  it('refuses to read a stream again', async () => {
    const content = compressed(Readable.from([text]), 'gzip');
    await read(content);
    const failure = { kind: 'sessionTaskFailed', code: 'requestBodyStreamExhausted' };
    await expect(read(content)).rejects.toMatchObject(failure);
  });

  it.each([
    ['once', () => compressed(Readable.from([text]), 'gzip')],
    ['as often as it takes', () => compressed(() => Readable.from([text]), 'gzip')],
  ])('is uploaded %s', async (_, content) => {
    const headers = { 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain' };
    const upload = sessions.make().upload(content(), `${server.url}/post`, { headers }).validate();
    expect(await firstValueFrom(upload.responseJSON().value())).toMatchObject({ data: text });
  });
});
