import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import type { MultipartLimits } from 'rxsession/node';
import { startGateway, type ForwardedFile } from '../../examples/gateway/gateway.js';
import { seededPieces } from '../../examples/server/seeded-bytes.js';
import { MultipartFormData, Session } from '../../lib/index.js';
import { expectNoLeaks } from '../support/leaks.js';
import { CONTENT_TYPE, fieldText, fileText, formText } from '../support/multipart-text.js';
import { useServer } from '../support/server.js';

const MB = 1_000_000;

/** Nearly all of it in the buffers of the kernel, which has four: two for each of two connections. */
const MOST_BETWEEN = 12 * MB;

function hashOf(length: number): string {
  const hash = createHash('sha256');
  for (const piece of seededPieces(length)) hash.update(piece);
  return hash.digest('hex');
}

/** What a socket has taken in all, once it takes no more for many turns. */
async function takenAtRest(socket: Socket): Promise<number> {
  let taken = -1;
  for (let quiet = 0; quiet < 200; quiet += 1) {
    const now = socket.bytesWritten - socket.writableLength;
    if (now !== taken) quiet = 0;
    taken = now;
    await stat(tmpdir());
  }
  return taken;
}

describe('the gateway', () => {
  const target = useServer();
  const leaks = expectNoLeaks(target);

  /** The answer to a body, and what happens while it is sent. */
  async function withGateway<T>(
    path: string,
    use: (gateway: { url: string; session: Session }) => Promise<T>,
    limits?: MultipartLimits,
  ): Promise<T> {
    const session = leaks.disposing(new Session());
    const gateway = await startGateway({ session, target: target.url + path, limits: limits ?? {} });
    try {
      return await use({ url: gateway.url, session });
    } finally {
      await gateway.close();
    }
  }

  function open(url: string, contentType = CONTENT_TYPE): http.ClientRequest {
    return http.request(url, { method: 'POST', headers: { 'Content-Type': contentType }, agent: false });
  }

  async function answerTo(request: http.ClientRequest): Promise<{ status: number; json: unknown }> {
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const pieces: Buffer[] = [];
    for await (const piece of response) pieces.push(piece as Buffer);
    return { status: response.statusCode ?? 0, json: JSON.parse(Buffer.concat(pieces).toString()) };
  }

  it('sends every file on, byte for byte, and passes over fields', async () => {
    const form = new MultipartFormData().append('holidays', { name: 'title' });
    for (const length of [0, 1, 5 * MB]) {
      form.append(() => Readable.from(seededPieces(length)), {
        name: `of ${String(length)}`,
        fileName: 'f.bin',
        length,
      });
    }
    const { json } = await withGateway('/upload', ({ url }) => {
      const request = open(url, form.contentType);
      Readable.from(form.chunks()).pipe(request);
      return answerTo(request);
    });
    const { files } = json as { files: (ForwardedFile & { answer: { sha256: string; bytes: number } })[] };
    expect(files.map(({ name, answer }) => [name, answer.bytes, answer.sha256])).toEqual(
      [0, 1, 5 * MB].map((length) => [`of ${String(length)}`, length, hashOf(length)]),
    );
  });

  it('lets a slow target hold back whoever uploads', async () => {
    const length = 60 * MB;
    const head = fileText('movie', 'holidays.mov', '').slice(0, -2);
    const answer = await withGateway('/slow-reader/target', async ({ url }) => {
      const request = open(url);
      Readable.from([head, ...seededPieces(length), `\r\n${formText()}`], { objectMode: true }).pipe(request);
      await target.nextRequest('/slow-reader/target');
      expect(await takenAtRest(request.socket!)).toBeLessThan(MOST_BETWEEN);
      target.latch('target').release();
      return answerTo(request);
    });
    expect(answer.json).toMatchObject({ files: [{ answer: { bytes: length, sha256: hashOf(length) } }] });
  });

  it.each<[string, number, string, MultipartLimits | undefined, string]>([
    ['a form that breaks off', 400, '/upload', undefined, fileText('a', 'f', '1')],
    ['a file that is too large', 413, '/upload', { fileSize: 1 }, formText(fileText('a', 'f', '12'))],
    ['a target that refuses', 502, '/status/500', undefined, formText(fileText('a', 'f', '12'))],
  ])('answers %s with %d', async (_, status, path, limits, body) => {
    const answer = await withGateway(
      path,
      ({ url }) => {
        const request = open(url);
        request.end(body);
        return answerTo(request);
      },
      limits,
    );
    expect(answer.status).toBe(status);
  });

  it('ends what is on its way to the target when whoever uploads leaves', async () => {
    await withGateway('/upload', async ({ url }) => {
      const request = open(url);
      request.on('error', () => undefined).write(fieldText('a', '1') + fileText('b', 'f', 'x'.repeat(MB)));
      await target.nextRequest('/upload');
      request.destroy();
      await target.whenDisconnected();
    });
  });
});
