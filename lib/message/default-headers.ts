import { VERSION } from './version.js';

interface ServerRuntime {
  versions?: Record<string, string | undefined>;
  platform?: string;
}

/**
 * `Accept-Encoding`, `Accept-Language` and `User-Agent` of this runtime (Alamofire's `HTTPHeaders.default`). Empty in
 * browsers, which send their own, and forbid or preflight others.
 */
export function defaultHeaders(): [name: string, value: string][] {
  const runtime = (globalThis as { process?: ServerRuntime }).process;
  const node = runtime?.versions?.['node'];
  if (node === undefined) return [];
  return [
    ['Accept-Encoding', qualityEncoded(acceptedEncodings(runtime?.versions ?? {}))],
    ['Accept-Language', qualityEncoded(preferredLanguages())],
    ['User-Agent', `rxsession/${VERSION} (Node.js ${node}; ${runtime?.platform ?? 'unknown'})`],
  ];
}

/** Weights at most six values: `a;q=1.0, b;q=0.9, …`. */
export function qualityEncoded(values: readonly string[]): string {
  return values
    .slice(0, 6)
    .map((value, index) => `${value};q=${(1 - index / 10).toFixed(1)}`)
    .join(', ');
}

/** Content codings that this runtime can decode, with zstd if its zlib has it. */
function acceptedEncodings(versions: Record<string, string | undefined>): string[] {
  const encodings = ['br', 'gzip', 'deflate'];
  return versions['zstd'] === undefined ? encodings : ['zstd', ...encodings];
}

function preferredLanguages(): readonly string[] {
  const { languages } = (globalThis as { navigator?: { languages?: readonly string[] } }).navigator ?? {};
  return languages?.length ? languages : [Intl.DateTimeFormat().resolvedOptions().locale];
}
