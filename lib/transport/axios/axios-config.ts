import {
  Axios,
  type AxiosRequestConfig,
  type GenericAbortSignal,
  type InternalAxiosRequestConfig,
} from 'axios';
import type { URLRequest } from '../../message/url-request.js';
import { isSameOrigin } from '../../message/url-origin.js';
import { addedFields, axiosHeadersOf } from './axios-headers.js';
import type { OutboundData } from '../outbound-data.js';

/** Facts about a message beside its URLRequest. */
export interface HopOptions {
  readonly outbound: OutboundData | undefined;
  readonly responseType: 'stream' | 'arraybuffer';
  /** Shows redirects as responses, which a browser cannot. */
  readonly visibleRedirects: boolean;
  readonly signal: GenericAbortSignal;
  readonly onUploadProgress: AxiosRequestConfig['onUploadProgress'];
}

/** A hop as it was sent. */
export interface SentHop {
  readonly urlRequest: URLRequest;
  /** The URL that reached the adapter. */
  readonly url: string;
  /** The config that reached the adapter; undefined when none was seen. */
  readonly config: InternalAxiosRequestConfig | undefined;
}

/** The message of a hop; the instance's own time limit and redirects are off, and bodies are left alone. */
export function hopConfig(urlRequest: URLRequest, options: HopOptions): InternalAxiosRequestConfig {
  const { outbound, responseType, visibleRedirects, signal, onUploadProgress } = options;
  const headers = axiosHeadersOf(urlRequest.headers);
  const { contentLength } = outbound ?? {};
  if (contentLength !== undefined) headers.set('Content-Length', String(contentLength), false);
  return {
    url: urlRequest.url,
    method: urlRequest.method.toLowerCase(),
    headers,
    data: outbound?.data,
    responseType,
    timeout: 0,
    signal,
    transformResponse: [],
    ...(onUploadProgress !== undefined && { onUploadProgress }),
    ...(visibleRedirects && { maxRedirects: 0 }),
  };
}

/**
 * Config of a later message: the config of the message before, with the new URLRequest. Additions of the instance,
 * credentials among them, stay while the origin stays, and are gone for good once it was left.
 */
export function laterHopConfig(
  hop: InternalAxiosRequestConfig,
  previous: SentHop | undefined,
): InternalAxiosRequestConfig {
  const { config } = previous ?? {};
  const staysAtOrigin = previous !== undefined && isSameOrigin(previous.url, hop.url ?? '');
  if (config !== undefined && staysAtOrigin) {
    for (const [name, value] of addedFields(config.headers, previous.urlRequest.headers)) {
      hop.headers.set(name, value, false);
    }
  }
  const later: InternalAxiosRequestConfig = { ...config, allowAbsoluteUrls: true, ...hop };
  for (const key of OF_FIRST_HOP) if (!(key in hop)) Reflect.deleteProperty(later, key);
  if (!staysAtOrigin || isAuthorizedAnew(hop, previous)) delete later.auth;
  return later;
}

/** True if this message carries credentials and the one before did not. In axios `auth` wins. */
function isAuthorizedAnew(hop: InternalAxiosRequestConfig, { urlRequest }: SentHop): boolean {
  const authorization = hop.headers.get('authorization');
  return typeof authorization === 'string' && authorization !== urlRequest.headers.get('authorization');
}

/** The URL that a config asks for, its `baseURL` and `params` applied. */
export function urlOf({
  url,
  baseURL,
  allowAbsoluteUrls,
  params,
  paramsSerializer,
}: AxiosRequestConfig): string {
  if (baseURL === undefined && params === undefined) return url ?? '';
  return NEUTRAL.getUri({
    ...(url !== undefined && { url }),
    ...(baseURL !== undefined && { baseURL }),
    ...(allowAbsoluteUrls !== undefined && { allowAbsoluteUrls }),
    ...(paramsSerializer !== undefined && { paramsSerializer }),
    params: params as unknown,
  });
}

/** The URL as mocks and interceptors of an instance with a `baseURL` know it; axios puts it together again. */
export function relativeTo(baseURL: string | undefined, url: string): string {
  const base = baseURL?.replace(/\/?\/$/, '');
  if (base === undefined || !url.startsWith(`${base}/`) || url.startsWith(`${base}//`)) return url;
  return url.slice(base.length);
}

/** An instance without any defaults. */
const NEUTRAL = /* @__PURE__ */ new Axios({});

/** Fields of a config that concern the first message alone. */
const OF_FIRST_HOP = ['baseURL', 'params', 'onUploadProgress', 'transformRequest'];
