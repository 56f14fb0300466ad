import { describe, expect, it } from '@jest/globals';
import { statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import {
  Adapter,
  type DownloadRequest,
  type DownloadResponse,
  Interceptor,
  Retrier,
  RetryResult,
  type Session,
} from 'rxsession';
import { seededBytes } from '../../examples/server/seeded-bytes.js';
import { contentOf, named, underWay, useDownloadedFiles } from '../support/downloads.js';
import { receiveHead, send } from '../support/fault-connection.js';
import { refusedURL, useFaultServer } from '../support/fault-server.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { listTemporaryFiles, temporaryFile } from '../support/temporary-files.js';

const server = useServer();
const faults = useFaultServer();
useDownloadedFiles();
const sessions = useSessions(server);

const LENGTH = 10_000_000;
const PIECE = 65_536;

/** A download that stands still after its first piece has come. */
async function standingStill(
  session: Session,
  url = `${server.url}/download/${LENGTH}`,
): Promise<DownloadRequest> {
  const request = session.download(`${url}?latch=piece`, { to: named('whole.bin') });
  request.response().subscribe();
  server.latch('piece').step();
  await underWay(request, PIECE);
  return request;
}

/** What a download that was cancelled on its way leaves. */
async function resumeDataOf(session: Session): Promise<Uint8Array> {
  const request = await standingStill(session);
  const response = firstValueFrom(request.response());
  request.cancel({ producingResumeData: true });
  const { resumeData } = await response;
  if (resumeData === undefined) throw new Error('There are no resume data.');
  server.latch('piece').release();
  return resumeData;
}

const rangesAsked = (): unknown[] => server.requests.map(({ headers }) => headers.range);
/** The part of a file that resume data speak of. */
const part = (): URL => temporaryFile(listTemporaryFiles()[0] ?? 'none');

describe('a download that is broken off', () => {
  it('by its connection can be resumed', async () => {
    const request = sessions.make().download(`${server.url}/download/10000?shouldProduceError=true`);
    const { response, fileURL, resumeData, error } = await firstValueFrom(request.response());
    expect([response?.statusCode, fileURL]).toEqual([200, undefined]);
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'networkConnectionLost' });
    expect(resumeData).toBeInstanceOf(Uint8Array);
    expect([request.resumeData, error?.downloadResumeData]).toEqual([resumeData, resumeData]);
    expect(statSync(part()).size).toBe(6000);
  });

  it('by a cancellation that asks for resume data can be resumed', async () => {
    const request = await standingStill(sessions.make());
    const cancelled = firstValueFrom(request.response());
    request.cancel({ producingResumeData: true });
    const { fileURL, error, resumeData } = await cancelled;
    expect([fileURL, error?.kind]).toEqual([undefined, 'explicitlyCancelled']);
    expect(resumeData).toBeInstanceOf(Uint8Array);
    expect(request.resumeData).toEqual(resumeData);
    expect(statSync(part()).mode & 0o777).toBe(0o600);
  });

  it('hands its resume data to who has cancelled it', async () => {
    const request = await standingStill(sessions.make());
    const cancelled = firstValueFrom(request.response());
    const handed = new Promise((resolve) => request.cancel({ producingResumeData: resolve }));
    const { fileURL, error, resumeData } = await cancelled;
    expect([fileURL, error?.kind]).toEqual([undefined, 'explicitlyCancelled']);
    expect(resumeData).toBeInstanceOf(Uint8Array);
    expect([await handed, request.resumeData]).toEqual([resumeData, resumeData]);
  });

  it('has its resume data whatever it was to be serialized as', async () => {
    const request = await standingStill(sessions.make());
    const cancelled = firstValueFrom(request.responseJSON());
    request.cancel({ producingResumeData: true });
    const { result, fileURL, resumeData } = await cancelled;
    expect([result.kind, fileURL]).toEqual(['failure', undefined]);
    expect(resumeData).toBeInstanceOf(Uint8Array);
    expect(request.resumeData).toEqual(resumeData);
  });

  it('tells neither headers nor resume data to those who print its error', async () => {
    const request = sessions.make().download(`${server.url}/download/10000?shouldProduceError=true`, {
      headers: { Authorization: 'Bearer t0ken' },
    });
    const { error, resumeData } = await firstValueFrom(request.response());
    expect(new TextDecoder().decode(resumeData)).not.toContain('t0ken');
    expect(Object.keys(error?.failure ?? {})).not.toContain('downloadResumeData');
  });

  it.each([
    ['the server says nothing of ranges', 'Last-Modified: Wed, 01 Jan 2025 00:00:00 GMT'],
    ['nothing tells one version from another', 'Accept-Ranges: bytes'],
    ['the entity tag is a weak one', 'Accept-Ranges: bytes\r\nETag: W/"1"'],
    ['the body is coded', 'Accept-Ranges: bytes\r\nETag: "1"\r\nContent-Encoding: zstd'],
  ])('leaves nothing where %s', async (_why, fields) => {
    faults.script(receiveHead, send(`HTTP/1.1 200 OK\r\nContent-Length: 100\r\n${fields}\r\n\r\nsome`));
    const request = sessions.make().download(faults.url);
    const response = firstValueFrom(request.response());
    await underWay(request);
    request.cancel({ producingResumeData: true });
    expect(await response).toMatchObject({ resumeData: undefined, error: { kind: 'explicitlyCancelled' } });
    expect(listTemporaryFiles()).toEqual([]);
  });
});

describe('a download with resume data', () => {
  it('goes on where the other was broken off', async () => {
    const session = sessions.make();
    const resumeData = await resumeDataOf(session);
    const request = session.download({ resumingWith: resumeData }, { to: named('whole.bin') });
    const progress = lastValueFrom(request.downloadProgress.pipe(toArray()));
    const { response, fileURL, error } = await firstValueFrom(request.validate().response());
    expect([response?.statusCode, error]).toEqual([206, undefined]);
    expect(contentOf(fileURL).equals(seededBytes(LENGTH))).toBe(true);
    expect((await progress).every(({ fractionCompleted }) => fractionCompleted > 0)).toBe(true);
    expect(rangesAsked()).toEqual([undefined, `bytes=${PIECE}-`]);
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('tells at which byte it goes on', async () => {
    const { session, recording } = sessions.recorded();
    const resumeData = await resumeDataOf(session);
    const request = session.download({ resumingWith: resumeData });
    await firstValueFrom(request.response());
    expect(recording.events).toContainEqual(
      expect.objectContaining({
        type: 'taskDidResumeAtOffset',
        fileOffset: PIECE,
        expectedTotalBytes: LENGTH,
      }),
    );
  });

  it('begins anew where the file has changed on the server', async () => {
    const session = sessions.make();
    const resumeData = await resumeDataOf(session);
    const other = new URL(`${server.url}/download/5000`);
    const request = session
      .download({ resumingWith: resumeData })
      .adapt({ adapt: (urlRequest) => urlRequest.with({ url: other.href }) });
    const { response, fileURL, error } = await firstValueFrom(request.response());
    expect([response?.statusCode, error]).toEqual([200, undefined]);
    expect(contentOf(fileURL)).toEqual(seededBytes(5000));
    expect(listTemporaryFiles()).toHaveLength(1);
  });

  it.each([
    ['a range that does not follow', '206 Partial Content\r\nContent-Range: bytes 5-9/10'],
    [
      'the rest of something longer',
      `206 Partial Content\r\nContent-Range: bytes ${PIECE}-${PIECE + 4}/${LENGTH + 1}`,
    ],
    [
      'the rest of another version',
      `206 Partial Content\r\nETag: "9"\r\nContent-Range: bytes ${PIECE}-${PIECE + 4}/${LENGTH}`,
    ],
    ['no range at all', '206 Partial Content'],
    ['the rest as if it were the whole', `200 OK\r\nContent-Range: bytes ${PIECE}-${PIECE + 4}/${LENGTH}`],
    ['that there is no such range', `416 Range Not Satisfiable\r\nContent-Range: bytes */10`],
  ])('asks for the whole when it is answered with %s', async (_what, head) => {
    const session = sessions.make();
    const resumeData = await resumeDataOf(session);
    faults.script(
      receiveHead,
      send(`HTTP/1.1 ${head}\r\nConnection: close\r\nContent-Length: 5\r\n\r\nwrong`),
    );
    faults.script(receiveHead, send('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nright'));
    const request = session.download({ resumingWith: resumeData }).adapt({
      adapt: (urlRequest) => urlRequest.with({ url: faults.url }),
    });
    const { value, error } = await firstValueFrom(request.responseString());
    expect([error, value, request.retryCount]).toEqual([undefined, 'right', 1]);
    expect(String(faults.connections[1]?.received)).not.toMatch(/range/i);
    expect(listTemporaryFiles()).toHaveLength(1);
  });

  it.each([
    ['the rest alone, as if it were the whole', `200 OK\r\nContent-Range: bytes 5-9/10`],
    ['a part that nobody asked for', '206 Partial Content\r\nContent-Range: bytes 0-4/10'],
  ])('fails when the request for the whole is answered with %s', async (_what, head) => {
    faults.script(
      receiveHead,
      send(`HTTP/1.1 ${head}\r\nConnection: close\r\nContent-Length: 5\r\n\r\nwrong`),
    );
    const { error, fileURL } = await firstValueFrom(sessions.make().download(faults.url).response());
    expect([error?.code, fileURL, listTemporaryFiles()]).toEqual(['badServerResponse', undefined, []]);
  });

  it.each<[string, () => void]>([
    ['has gone', () => unlinkSync(part())],
    ['has become shorter', () => truncateSync(part(), 10)],
  ])('asks for the whole when its part %s', async (_what, harm) => {
    const session = sessions.make();
    const resumeData = await resumeDataOf(session);
    harm();
    const request = session.download({ resumingWith: resumeData }, { to: named('whole.bin') });
    const { fileURL, error } = await firstValueFrom(request.response());
    expect([error, rangesAsked().at(-1)]).toEqual([undefined, undefined]);
    expect(contentOf(fileURL).equals(seededBytes(LENGTH))).toBe(true);
  });

  it('asks for the last byte alone when all are there', async () => {
    const file = temporaryFile(`rxsession-${crypto.randomUUID()}`);
    writeFileSync(file, seededBytes(10_000));
    const part = { url: `${server.url}/download/10000`, file: file.href, byteLength: 10_000, total: 10_000 };
    const resumingWith = resumeDataWith({ ...part, validator: 'Wed, 01 Jan 2025 00:00:00 GMT' });
    const request = sessions.make().download({ resumingWith }, { to: named('whole.bin') });
    const { response, fileURL } = await firstValueFrom(request.response());
    expect([response?.statusCode, rangesAsked()]).toEqual([206, ['bytes=9999-']]);
    expect(contentOf(fileURL)).toEqual(seededBytes(10_000));
  });

  it('can be resumed again when nobody is there', async () => {
    const session = sessions.make();
    const resumeData = await resumeDataOf(session);
    const refused = await refusedURL();
    const request = session
      .download({ resumingWith: resumeData })
      .adapt({ adapt: (urlRequest) => urlRequest.with({ url: refused }) });
    const { error } = await firstValueFrom(request.response());
    expect(error).toMatchObject({ code: 'cannotConnectToHost', downloadResumeData: resumeData });
    const again = session.download({ resumingWith: error?.downloadResumeData ?? new Uint8Array() });
    expect(contentOf((await firstValueFrom(again.response())).fileURL).equals(seededBytes(LENGTH))).toBe(
      true,
    );
  });

  it('keeps its part apart from the page of an error', async () => {
    const session = sessions.make();
    const resumeData = await resumeDataOf(session);
    const request = session
      .download({ resumingWith: resumeData })
      .adapt({ adapt: (urlRequest) => urlRequest.with({ url: `${server.url}/status/503` }) });
    const { error, ...response } = await firstValueFrom(request.validate().response());
    expect(error).toMatchObject({ responseCode: 503 });
    expect(response.resumeData).toEqual(resumeData);
    expect(statSync(part()).size).toBe(PIECE);
    expect(listTemporaryFiles()).toHaveLength(1);
  });

  it('leaves nothing when it is cancelled without asking for any', async () => {
    const session = sessions.make();
    const request = session.download({ resumingWith: await resumeDataOf(session) });
    request.cancel();
    expect(await firstValueFrom(request.response())).toMatchObject({ resumeData: undefined });
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('leaves the part to another that has taken it up before', async () => {
    const session = sessions.make();
    const resumingWith = await resumeDataOf(session);
    const download = (name: string): Promise<DownloadResponse<URL | undefined>> =>
      firstValueFrom(session.download({ resumingWith }, { to: named(name) }).response());
    const responses = await Promise.all([download('one.bin'), download('other.bin')]);
    expect(responses.map(({ response }) => response?.statusCode)).toEqual([206, 200]);
    for (const { fileURL } of responses) expect(contentOf(fileURL).equals(seededBytes(LENGTH))).toBe(true);
  });

  it('that is cancelled leaves the part to another that goes on with it', async () => {
    const session = sessions.make();
    const resumingWith = await resumeDataOf(session);
    const request = session.download({ resumingWith }, { to: named('whole.bin') });
    const whole = firstValueFrom(request.response());
    session.download({ resumingWith }).cancel().response().subscribe();
    const { response, fileURL } = await whole;
    expect(response?.statusCode).toBe(206);
    expect(contentOf(fileURL).equals(seededBytes(LENGTH))).toBe(true);
  });

  it.each([
    ['none', new TextEncoder().encode('{"version":1}')],
    ['of a file that is none of ours', forged('file:///etc/passwd')],
    ['of a folder above', forged('file:///folder/rxsession-/..')],
  ])('fails when what it was given is %s', async (_what, resumingWith) => {
    const request = sessions.make().download({ resumingWith });
    const { error } = await firstValueFrom(request.response());
    expect(error).toMatchObject({
      kind: 'createURLRequestFailed',
      underlyingError: expect.any(TypeError) as unknown,
    });
  });
});

describe('the retry of a download', () => {
  it('goes on where the connection was lost', async () => {
    const queries = ['?shouldProduceError=true', ''];
    const request = sessions.make().download(`${server.url}/download/10000`, {
      interceptor: new Interceptor({
        adapters: [
          Adapter((urlRequest) => urlRequest.with({ url: urlRequest.url + (queries.shift() ?? '') })),
        ],
        retriers: [
          Retrier(({ retryCount }) => (retryCount === 0 ? RetryResult.retry : RetryResult.doNotRetry)),
        ],
      }),
    });
    const { fileURL, error } = await firstValueFrom(request.response());
    expect([error, request.retryCount]).toEqual([undefined, 1]);
    expect(contentOf(fileURL)).toEqual(seededBytes(10_000));
    expect(rangesAsked()).toEqual([undefined, 'bytes=6000-']);
    expect(listTemporaryFiles()).toHaveLength(1);
  });
});

function forged(file: string): Uint8Array {
  return resumeDataWith({ url: 'http://a.example/', file, byteLength: 1, total: 2, validator: '"1"' });
}

function resumeDataWith(part: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ version: 1, ...part }));
}
