/** Every client may have as many connections. */
export const CONNECTIONS = 128;

/** Told what was answered, or why nothing was; once. */
export type Done = (error: Error | undefined, value?: unknown) => void;

/**
 * A client as its users write it. A file of this folder exports one as `client`, and is imported in a process of its
 * own. The answers are JSON, to be parsed.
 */
export interface Client {
  readonly name: string;
  get(url: string, done: Done): void;
  /** Sends an object as JSON. */
  post?(url: string, value: object, done: Done): void;
}

interface PromisingClient {
  readonly name: string;
  readonly get: (url: string) => PromiseLike<unknown>;
  readonly post?: (url: string, value: object) => PromiseLike<unknown>;
}

/** One whose functions return promises. */
export function promising({ name, get, post }: PromisingClient): Client {
  return {
    name,
    get: (url, done) => settle(get(url), done),
    ...(post !== undefined && { post: (url, value, done) => settle(post(url, value), done) }),
  };
}

function settle(promise: PromiseLike<unknown>, done: Done): void {
  promise.then(
    (value) => done(undefined, value),
    (error: unknown) => done(error as Error),
  );
}
