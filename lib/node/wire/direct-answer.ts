import { PassThrough, Readable } from 'node:stream';
import {
  AxiosError,
  type AxiosPromise,
  type AxiosProgressEvent,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import { lengthOf, type RequestBody } from '../../transport/request-body.js';
import {
  AdapterExchange,
  type InboundBody,
  type InboundBodyReceiver,
} from '../../transport/axios/adapter-exchange.js';
import { bytesIn } from '../../transport/piece.js';
import { axiosError } from './adapter-answer.js';

/** Creates the exchange of a config that came without one: the instance is used outside of a session. */
export function directExchange(config: InternalAxiosRequestConfig): AdapterExchange {
  const { maxBodyLength = -1, onUploadProgress } = config;
  const body = bodyOf(config);
  const length = body && lengthOf(body);
  if (maxBodyLength >= 0 && (length ?? 0) > maxBodyLength) throw bodyTooLarge(config);
  const sent = onUploadProgress && progressListener(onUploadProgress, length, 'upload');
  return new AdapterExchange(body, sent);
}

/** Response in the form of axios's own adapters: data by `responseType`, status checked by `validateStatus`. */
export async function directAnswer(
  response: AxiosResponse<InboundBody>,
  exchange: AdapterExchange,
): AxiosPromise {
  const { config } = response;
  const body = watchedBody(response.data, exchange, config);
  const data =
    config.responseType === 'stream'
      ? readableOf(body, exchange, config)
      : dataOf(await collected(body, config), config);
  return judged(Object.assign(response, { data }));
}

/** Reports progress of a body and checks `maxContentLength`, where the config asks for either. */
function watchedBody(
  body: InboundBody,
  { controls, head }: AdapterExchange,
  config: InternalAxiosRequestConfig,
): InboundBody {
  const { maxContentLength = -1, onDownloadProgress } = config;
  if (maxContentLength < 0 && onDownloadProgress === undefined) return body;
  const declared = head?.isDecoded === false ? head.headers.get('content-length') : undefined;
  const total = declared === undefined ? undefined : Number(declared);
  const report = onDownloadProgress && progressListener(onDownloadProgress, total, 'download');
  let loaded = 0;
  const read = (receiver: InboundBodyReceiver): void => {
    body.read({
      data: (chunk) => {
        loaded += chunk.byteLength;
        if (maxContentLength >= 0 && loaded > maxContentLength) {
          controls?.abort();
          receiver.fail(contentTooLarge(maxContentLength, config));
          return;
        }
        report?.(loaded);
        receiver.data(chunk);
      },
      end: () => receiver.end(),
      fail: (error) => receiver.fail(error),
    });
  };
  return { read };
}

function progressListener(
  listener: (event: AxiosProgressEvent) => void,
  total: number | undefined,
  direction: 'upload' | 'download',
): (loaded: number) => void {
  let before = 0;
  return (loaded) => {
    const progress = total === undefined || total === 0 ? undefined : loaded / total;
    const lengthComputable = total !== undefined;
    const event = { loaded, total, progress, bytes: loaded - before, lengthComputable, [direction]: true };
    before = loaded;
    listener(event as AxiosProgressEvent);
  };
}

function bodyTooLarge(config: InternalAxiosRequestConfig): AxiosError {
  const message = 'Request body larger than maxBodyLength limit';
  return new AxiosError(message, AxiosError.ERR_BAD_REQUEST, config);
}

function contentTooLarge(limit: number, config: InternalAxiosRequestConfig): AxiosError {
  return new AxiosError(`maxContentLength size of ${limit} exceeded`, AxiosError.ERR_BAD_RESPONSE, config);
}

function bodyOf(config: InternalAxiosRequestConfig): RequestBody | undefined {
  const data: unknown = config.data;
  if (data === undefined || data === null) return undefined;
  if (typeof data === 'string') return { kind: 'text', text: data };
  const bytes = typeof data === 'object' ? bytesIn(data) : undefined;
  if (bytes !== undefined) return { kind: 'bytes', bytes };
  if (data instanceof Blob) return { kind: 'blob', blob: data };
  if (data instanceof FormData) return formBody(data, config);
  if (isFormDataPackage(data)) return packageFormBody(data, config);
  if (isAsyncIterable(data)) return streamBody(data, config);
  throw new AxiosError(
    'The data is neither text nor bytes nor a stream.',
    AxiosError.ERR_BAD_REQUEST,
    config,
  );
}

function streamBody(data: AsyncIterable<unknown>, config: InternalAxiosRequestConfig): RequestBody {
  const { maxBodyLength = -1 } = config;
  const chunks = data as AsyncIterable<Uint8Array>;
  const open = (): AsyncIterable<Uint8Array> => (maxBodyLength < 0 ? chunks : bounded(chunks, config));
  return { kind: 'stream', length: undefined, isReplayable: false, open };
}

async function* bounded(
  chunks: AsyncIterable<Uint8Array | string>,
  config: InternalAxiosRequestConfig,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    length += bytes.byteLength;
    if (length > (config.maxBodyLength ?? Infinity)) throw bodyTooLarge(config);
    yield bytes;
  }
}

function formBody(data: FormData, config: InternalAxiosRequestConfig): RequestBody {
  const form = new Response(data);
  config.headers.setContentType(form.headers.get('content-type') ?? 'multipart/form-data');
  return streamBody(form.body as unknown as AsyncIterable<unknown>, config);
}

/** A form of the package `form-data`, known by its shape. */
interface FormDataPackage {
  getHeaders(): Record<string, string>;
  pipe(destination: PassThrough): PassThrough;
}

function isFormDataPackage(data: unknown): data is FormDataPackage {
  const { getHeaders, pipe } = (typeof data === 'object' ? data : {}) as Partial<FormDataPackage>;
  return typeof getHeaders === 'function' && typeof pipe === 'function';
}

function packageFormBody(data: FormDataPackage, config: InternalAxiosRequestConfig): RequestBody {
  config.headers.set(data.getHeaders());
  return streamBody(data.pipe(new PassThrough()), config);
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
