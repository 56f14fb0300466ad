import { firstValueFrom } from 'rxjs';
import { inflateSync } from 'node:zlib';
import { JSONParameterEncoder, URLRequest, type RequestOptions } from '../../lib/index.js';
import {
  DeflateRequestCompressor,
  DuplicateHeaderError,
  GzipRequestCompressor,
  type RequestCompressorOptions,
} from '../../lib/extending/request-compressor.js';
import type { RequestInterceptor } from '../../lib/extending/interceptor.js';
import type { RequestRetrier } from '../../lib/extending/request-retrier.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

interface Echo {
  json: unknown;
  data: string;
  headers: Record<string, string>;
}

describe('DeflateRequestCompressor', () => {
  const server = useServer();
  const sessions = useSessions(server);

  function post(compressor: RequestCompressorOptions, headers: Record<string, string> = {}) {
    const options: RequestOptions = {
      method: 'POST',
      parameters: { property: 'compressed' },
      encoder: JSONParameterEncoder.default,
      headers,
      interceptor: new DeflateRequestCompressor(compressor),
    };
    const request = sessions.make().request(`${server.url}/post`, options).validate();
    return firstValueFrom(request.responseJSON<Echo>());
  }

  it('sends a body compressed, which the server reads', async () => {
    const { value } = await post({});
    expect(value?.headers).toMatchObject({ 'content-encoding': 'deflate' });
    expect(value?.json).toEqual({ property: 'compressed' });
  });

  it.each<RequestCompressorOptions>([{}, { duplicateHeaderBehavior: 'error' }])(
    'fails a request that has a Content-Encoding: %j',
    async (options) => {
      const { error } = await post(options, { 'content-encoding': 'value' });
      expect(error?.kind).toBe('requestAdaptationFailed');
      expect(error?.underlyingError).toBeInstanceOf(DuplicateHeaderError);
      expect(server.requests).toHaveLength(0);
    },
  );

  it('replaces the header where that is asked for', async () => {
    const { value } = await post({ duplicateHeaderBehavior: 'replace' }, { 'Content-Encoding': 'value' });
    expect(value?.headers).toMatchObject({ 'content-encoding': 'deflate' });
    expect(value?.json).toEqual({ property: 'compressed' });
  });

  it('leaves the request as it is where that is asked for', async () => {
    const { value } = await post({ duplicateHeaderBehavior: 'skip' }, { 'Content-Encoding': 'identity' });
    expect(value?.headers).toMatchObject({ 'content-encoding': 'identity' });
    expect(value?.json).toEqual({ property: 'compressed' });
  });

  it('does not compress what is not worth it', async () => {
    const seen: string[] = [];
    const { value } = await post({
      shouldCompressBodyData: (data) => {
        seen.push(Buffer.from(data).toString());
        return false;
      },
    });
    expect(seen).toEqual(['{"property":"compressed"}']);
    expect(value?.headers).not.toHaveProperty('content-encoding');
    expect(value?.json).toEqual({ property: 'compressed' });
  });

  it('does not fail a request with that header that is not to be compressed', async () => {
    const { value } = await post({ shouldCompressBodyData: () => false }, { 'Content-Encoding': 'identity' });
    expect(value?.json).toEqual({ property: 'compressed' });
  });

  it.each([undefined, '', new Uint8Array()])('leaves a request without a body as it is: %p', (body) => {
    const request = new URLRequest('https://example.com', { method: 'POST', body });
    expect(new DeflateRequestCompressor().adapt(request)).toBe(request);
  });

  it('takes bytes and text, and a Content-Length that is not right any more', async () => {
    for (const body of ['é', new TextEncoder().encode('é')]) {
      const headers = { 'Content-Length': '2' };
      const request = new URLRequest('https://example.com', { method: 'POST', body, headers });
      const adapted = (await new DeflateRequestCompressor().adapt(request)) as URLRequest;
      expect(inflateSync(adapted.body as Uint8Array).toString()).toBe('é');
      expect([...adapted.headers]).toEqual([['Content-Encoding', 'deflate']]);
    }
  });

  it('is a whole interceptor, which never retries', () => {
    const interceptor: RequestInterceptor = new DeflateRequestCompressor();
    expect(interceptor.retry?.(...([] as unknown as Parameters<RequestRetrier['retry']>))).toMatchObject({
      retryRequired: false,
    });
  });
});

describe('GzipRequestCompressor', () => {
  const server = useServer();
  const sessions = useSessions(server);

  it('sends a body compressed, which the server reads', async () => {
    const session = sessions.make({ interceptor: new GzipRequestCompressor() });
    const request = session.request(`${server.url}/post`, { method: 'POST', parameters: { name: 'Ada' } });
    expect(await firstValueFrom(request.responseJSON().value())).toMatchObject({
      headers: { 'content-encoding': 'gzip' },
      form: { name: 'Ada' },
    });
  });
});
