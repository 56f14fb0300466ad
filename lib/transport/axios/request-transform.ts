import type { AxiosRequestTransformer } from 'axios';

/**
 * Transform that leaves the given body unchanged. A body that interceptors put in its place passes the transforms of
 * their instance. A message without a content type gets none: axios would call it a form.
 */
export function requestTransform(
  given: unknown,
  transforms: AxiosRequestTransformer | AxiosRequestTransformer[] | undefined,
): AxiosRequestTransformer {
  return function (data: unknown, headers) {
    let transformed = data;
    if (data !== given) {
      for (const transform of [transforms ?? []].flat())
        transformed = transform.call(this, transformed, headers);
    }
    if (!headers.hasContentType()) headers.setContentType(false);
    return transformed;
  };
}
