import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { type DownloadResponse, SessionError } from 'rxsession';
import { z } from 'zod';
import { useDownloadedFiles } from '../support/downloads.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
useDownloadedFiles();
const sessions = useSessions(server);
const Echo = z.object({ args: z.object({ foo: z.string() }) });

const downloaded = (): Promise<DownloadResponse<Uint8Array>> =>
  firstValueFrom(
    sessions
      .make()
      .download(`${server.url}/get`, { parameters: { foo: 'bar' } })
      .responseData(),
  );
const failed = (): Promise<DownloadResponse<Uint8Array>> =>
  firstValueFrom(sessions.make().download('invalid').responseData());

function expectComplete({
  request,
  response,
  fileURL,
  metrics,
  resumeData,
}: DownloadResponse<unknown, unknown>): void {
  expect([request, response, fileURL, metrics]).not.toContain(undefined);
  expect(resumeData).toBeUndefined();
}

function expectEmpty({
  request,
  response,
  fileURL,
  metrics,
  resumeData,
}: DownloadResponse<unknown, unknown>): void {
  expect([request, metrics]).not.toContain(undefined);
  expect([response, fileURL, resumeData]).toEqual([undefined, undefined, undefined]);
}

class TransformError extends Error {}

const throwing = (): never => {
  throw new TransformError();
};

describe('a download response', () => {
  it('that succeeded is mapped', async () => {
    const request = sessions.make().download(`${server.url}/get`, { parameters: { foo: 'bar' } });
    const response = (await firstValueFrom(request.responseDecodable(Echo))).map(({ args }) => args.foo);
    expect([response.result, response.error]).toEqual([{ kind: 'success', value: 'bar' }, undefined]);
    expectComplete(response);
  });

  it('that succeeded fails with what its transformation throws', async () => {
    const response = (await downloaded()).tryMap(throwing);
    expect(response.error).toBeInstanceOf(TransformError);
    expectComplete(response);
  });

  it('that succeeded is not touched by a transformation of errors', async () => {
    const response = (await downloaded()).mapError(throwing);
    expect([response.result.kind, response.error]).toEqual(['success', undefined]);
    expectComplete(response);
  });

  it('that succeeded is not touched by one that may throw', async () => {
    const response = (await downloaded()).tryMapError(throwing);
    expect([response.result.kind, response.error]).toEqual(['success', undefined]);
    expectComplete(response);
  });

  it('that failed is not mapped', async () => {
    const response = (await failed()).map(() => 'ignored');
    expect(response.result).toMatchObject({ kind: 'failure', error: { kind: 'invalidURL' } });
    expectEmpty(response);
  });

  it('that failed keeps its failure where a transformation may throw', async () => {
    const response = (await failed()).tryMap(throwing);
    expect(response.result).toMatchObject({ kind: 'failure', error: { kind: 'invalidURL' } });
    expectEmpty(response);
  });

  it('that failed fails with what its transformation throws', async () => {
    const response = (await failed()).tryMapError(throwing);
    expect(response.error).toBeInstanceOf(TransformError);
    expectEmpty(response);
  });

  it('that failed has its error transformed', async () => {
    const response = (await failed()).tryMapError((cause) => new TransformError('wrapped', { cause }));
    expect([response.error, (response.error as Error).cause]).toEqual([
      expect.any(TransformError),
      expect.any(SessionError),
    ]);
    expectEmpty(response);
  });

  it('says where its file is to those who debug', async () => {
    const response = await downloaded();
    expect([String(response), String(await failed())]).toEqual([
      'success',
      expect.stringMatching(/^failure: /),
    ]);
    expect(response.debugDescription()).toContain(`[File]: ${response.fileURL?.href ?? ''}`);
  });
});
