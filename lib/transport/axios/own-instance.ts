import axios, { type AxiosAdapter, type AxiosInstance } from 'axios';

/**
 * Creates an axios instance for one session, which adds nothing to a request by itself: no headers, whatever the
 * defaults of axios have become, and every status is a response. Later changes of its `defaults`, and its
 * interceptors, apply.
 */
export function makeOwnInstance(adapter?: AxiosAdapter): AxiosInstance {
  const instance = axios.create();
  const { transitional, env, transformRequest } = instance.defaults;
  for (const key of Object.keys(instance.defaults)) Reflect.deleteProperty(instance.defaults, key);
  Object.assign(instance.defaults, {
    transitional,
    env,
    transformRequest,
    adapter: adapter ?? ['xhr', 'http', 'fetch'],
    validateStatus: null,
    maxContentLength: -1,
    maxBodyLength: -1,
    headers: { common: {} },
  });
  return instance;
}

/** True if an own instance has no interceptor and no default that a message would show. */
export function isBare(instance: AxiosInstance): boolean {
  const { defaults } = instance;
  return (
    hasNoInterceptors(instance) &&
    defaults.baseURL === undefined &&
    defaults.params === undefined &&
    defaults.auth === undefined &&
    hasNoFields(defaults.headers)
  );
}

export function hasNoInterceptors({ interceptors }: AxiosInstance): boolean {
  return hasNone(interceptors.request.handlers) && hasNone(interceptors.response.handlers);
}

/** The places of ejected interceptors stay behind as `null`. */
function hasNone(handlers: readonly unknown[] | undefined): boolean {
  return handlers === undefined || handlers.every((handler) => handler === null);
}

/** `defaults.headers` is a map of maps: one for each method, one for all. */
function hasNoFields(headers: AxiosInstance['defaults']['headers']): boolean {
  for (const name in headers) {
    const fields: unknown = headers[name];
    if (typeof fields !== 'object' || fields === null || Object.keys(fields).length > 0) return false;
  }
  return true;
}
