import { Readable } from 'node:stream';
import { AxiosError, type AxiosPromise, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import type { RequestBody } from '../../transport/request-body.js';
import { AdapterExchange, type InboundBody } from '../../transport/axios/adapter-exchange.js';
import { bytesIn } from '../../transport/piece.js';
import { axiosError } from './adapter-answer.js';

/** Creates the exchange of a config that came without one: the instance is used outside of a session. */
export function directExchange(config: InternalAxiosRequestConfig): AdapterExchange {
  return new AdapterExchange(bodyOf(config), undefined);
}

/** Response in the form of axios's own adapters: data by `responseType`, status checked by `validateStatus`. */
export async function directAnswer(
  response: AxiosResponse<InboundBody>,
  exchange: AdapterExchange,
): AxiosPromise {
  const { config } = response;
  const data =
    config.responseType === 'stream'
      ? readableOf(response.data, exchange, config)
      : dataOf(await collected(response.data, config), config);
  return judged(Object.assign(response, { data }));
}

function bodyOf(config: InternalAxiosRequestConfig): RequestBody | undefined {
  const data: unknown = config.data;
  if (data === undefined || data === null) return undefined;
  if (typeof data === 'string') return { kind: 'text', text: data };
  const bytes = typeof data === 'object' ? bytesIn(data) : undefined;
  if (bytes !== undefined) return { kind: 'bytes', bytes };
  if (data instanceof Blob) return { kind: 'blob', blob: data };
  if (data instanceof FormData) return formBody(data, config);
  if (isAsyncIterable(data)) return streamBody(data);
  throw new AxiosError(
    'The data is neither text nor bytes nor a stream.',
    AxiosError.ERR_BAD_REQUEST,
    config,
  );
}

function streamBody(data: AsyncIterable<unknown>): RequestBody {
  return {
    kind: 'stream',
    length: undefined,
    isReplayable: false,
    open: () => data as AsyncIterable<Uint8Array>,
  };
}

function formBody(data: FormData, config: InternalAxiosRequestConfig): RequestBody {
  const form = new Response(data);
  config.headers.setContentType(form.headers.get('content-type') ?? 'multipart/form-data');
  return streamBody(form.body as unknown as AsyncIterable<unknown>);
}

function isAsyncIterable(data: unknown): data is AsyncIterable<unknown> {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
}

function readableOf(
  body: InboundBody,
  { controls }: AdapterExchange,
  config: InternalAxiosRequestConfig,
): Readable {
  const readable = new Readable({
    read: () => controls?.resume(),
    destroy: (error, done) => {
      controls?.abort();
      done(error);
    },
  });
  body.read({
    data: (piece) => {
      if (!readable.push(piece)) controls?.pause();
    },
    end: () => readable.push(null),
    fail: (error) => readable.destroy(axiosError(error, config)),
  });
  return readable;
}

function collected(body: InboundBody, config: InternalAxiosRequestConfig): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    body.read({
      data: (piece) => pieces.push(piece),
      end: () => resolve(Buffer.concat(pieces)),
      fail: (error) => reject(axiosError(error, config)),
    });
  });
}

function dataOf(bytes: Buffer, { responseType, responseEncoding }: InternalAxiosRequestConfig): unknown {
  if (responseType === 'arraybuffer') return bytes;
  if (responseType === 'blob') return new Blob([new Uint8Array(bytes)]);
  const text = bytes.toString((responseEncoding as BufferEncoding | undefined) ?? 'utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Returns the response, or throws the error of axios if `validateStatus` refuses its status. */
export function judged<T>(response: AxiosResponse<T>): AxiosResponse<T> {
  const { status, config } = response;
  if (config.validateStatus?.(status) ?? true) return response;
  const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;
  throw new AxiosError(`Request failed with status code ${status}`, code, config, response.request, response);
}
