/** Part of Node's `Readable` that is used here. Known by its shape, since not every one comes from `node:stream`. */
export interface NodeReadable {
  on(event: 'data' | 'end' | 'error' | 'close', listener: (value: unknown) => void): unknown;
  removeListener(event: 'data' | 'end' | 'error' | 'close', listener: (value: unknown) => void): unknown;
  pipe: unknown;
  pause(): unknown;
  resume(): unknown;
  destroy(): unknown;
  readonly readableEnded?: boolean;
  readonly destroyed?: boolean;
  readonly errored?: unknown;
  /** Of an `IncomingMessage`: the whole message has arrived. */
  readonly complete?: boolean;
  /** Of an `IncomingMessage` alone. */
  readonly rawHeaders?: readonly string[];
}

export function isNodeReadable(value: object): value is NodeReadable {
  return ['on', 'removeListener', 'pipe', 'pause', 'resume', 'destroy'].every(
    (method) => typeof (value as Record<string, unknown>)[method] === 'function',
  );
}
