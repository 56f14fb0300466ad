import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import {
  type AcceptableResponse,
  type DataRequest,
  type DownloadRequest,
  Result,
  type SessionError,
} from 'rxsession';
import { useDownloadedFiles } from '../support/downloads.js';
import { ended } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
useDownloadedFiles();
const sessions = useSessions(server);

/** What a request of either kind is refused with; `Accept` stands after a space. */
async function refusals(
  target: string,
  validations: readonly (AcceptableResponse | undefined)[],
): Promise<(SessionError | undefined)[]> {
  const [path = '', accept] = target.split(' ');
  const options = { headers: accept === undefined ? {} : { Accept: accept } };
  const session = sessions.make();
  const url = server.url + path;
  const requests = [session.request(url, options), session.download(url, options)];
  return Promise.all(
    requests.map(async (request) => {
      for (const acceptable of validations) request.validate(acceptable);
      await ended(request.resume());
      return request.error;
    }),
  );
}

const OCTETS = ['application/octet-stream'];
const SUCCESS = (code: number): boolean => code >= 200 && code < 300;

describe('the validations of a data request and of a download alike', () => {
  it.each<[string, string, (AcceptableResponse | undefined)[]]>([
    ['a status code', '/status/200', [{ statusCodes: SUCCESS }]],
    [
      'content types, whatever their parameters',
      '/json-with-charset/utf-8',
      [
        { contentTypes: ['application/json'] },
        { contentTypes: ['application/json; charset=utf-8'] },
        { contentTypes: ['application/json; q=0.8; charset=utf-8'] },
      ],
    ],
    [
      'content types by wildcards',
      '/ip',
      [{ contentTypes: ['*/*'] }, { contentTypes: ['application/*'] }, { contentTypes: ['*/json'] }],
    ],
    ['any content type where there is no body', '/status/204', [{ contentTypes: [] }]],
    [
      'a status code and a content type',
      '/ip',
      [{ statusCodes: SUCCESS }, { contentTypes: ['application/json'] }],
    ],
    ['what was asked for', '/ip application/json', [undefined]],
    ['what was asked for by a wildcard', '/ip application/*', [undefined]],
  ])('accept %s', async (_what, target, validations) => {
    expect(await refusals(target, validations)).toEqual([undefined, undefined]);
  });

  it.each<[string, string, (AcceptableResponse | undefined)[], number]>([
    ['where none is listed', '/status/201', [{ statusCodes: [] }], 201],
    [
      'when it is asked about first',
      '/xml',
      [{ statusCodes: (code) => code >= 400 }, { contentTypes: OCTETS }],
      200,
    ],
    ['out of the 200s', '/status/404', [undefined], 404],
  ])('refuse a status code %s', async (_what, target, validations, responseCode) => {
    const refusal = {
      kind: 'responseValidationFailed',
      reason: { kind: 'unacceptableStatusCode' },
      responseCode,
    };
    expect(await refusals(target, validations)).toMatchObject([refusal, refusal]);
  });

  it.each<[string, string, (AcceptableResponse | undefined)[], string[]]>([
    ['that is not listed', '/xml', [{ contentTypes: OCTETS }], OCTETS],
    ['where none is listed', '/xml', [{ contentTypes: [] }], []],
    [
      'when it is asked about first',
      '/xml',
      [{ contentTypes: OCTETS }, { statusCodes: (code) => code >= 400 }],
      OCTETS,
    ],
    ['that was not asked for', '/xml application/json', [undefined], ['application/json']],
  ])('refuse a content type %s', async (_what, target, validations, acceptableContentTypes) => {
    const reason = { kind: 'unacceptableContentType', responseContentType: 'application/xml' };
    const refusal = { reason, responseContentType: 'application/xml', acceptableContentTypes };
    expect(await refusals(target, validations)).toMatchObject([refusal, refusal]);
  });
});

describe("a validation of the caller's own", () => {
  const withData = (request: DataRequest): DataRequest =>
    request.validate((_request, _response, data) =>
      data === undefined ? Result.failure(new Error('missing data')) : Result.success(undefined),
    );
  const withFile = (request: DownloadRequest): DownloadRequest =>
    request.validate((_request, _response, fileURL) => {
      if (fileURL !== request.fileURL || fileURL === undefined) throw new Error('missing file');
      return readFileSync(fileURL).byteLength > 0 ? Result.success(undefined) : undefined;
    });

  it('is shown the bytes of a data request, and the file of a download', async () => {
    const session = sessions.make();
    const requests = [
      withData(session.request(`${server.url}/get`)),
      withFile(session.download(`${server.url}/get`)),
    ];
    await Promise.all(requests.map((request) => ended(request.resume())));
    expect(requests.map(({ error }) => error)).toEqual([undefined, undefined]);
  });

  it('refuses with its own error, the first one first', async () => {
    const session = sessions.make();
    const failing = (text: string) => (): never => {
      throw new Error(text);
    };
    const requests = [
      session.request(`${server.url}/get`).validate(failing('missing data')).validate(failing('later')),
      session.download(`${server.url}/get`).validate(failing('missing file')).validate(failing('later')),
    ];
    await Promise.all(requests.map((request) => ended(request.resume())));
    const refused = (message: string): object => ({
      reason: { kind: 'customValidationFailed' },
      underlyingError: { message },
    });
    expect(requests.map(({ error }) => error)).toMatchObject([
      refused('missing data'),
      refused('missing file'),
    ]);
  });

  it('of a download looks at a file that is not in its place yet, and may wait', async () => {
    const looked: unknown[] = [];
    const request = sessions.make().download(`${server.url}/get`);
    request.validate(async (_request, _response, fileURL) => {
      looked.push(await Promise.resolve(fileURL && existsSync(fileURL)));
    });
    await ended(request.resume());
    expect([looked, request.error]).toEqual([[true], undefined]);
  });
});
