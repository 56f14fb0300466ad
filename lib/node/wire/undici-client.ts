import type { Client } from 'undici';

/** What makes undici's clients. */
export type ClientMaker = typeof Client;

let loaded: ClientMaker | undefined;
let loading: Promise<ClientMaker> | undefined;

/** Undefined until it is loaded. */
export function loadedClientMaker(): ClientMaker | undefined {
  return loaded;
}

/**
 * Loads undici, once: with the first session, while the application goes on. It is the larger part of what this
 * package stands on, and importing the package does not wait for it.
 */
export function loadClientMaker(): Promise<ClientMaker> {
  loading ??= import('undici').then((undici) => {
    loaded = undici.Client;
    return loaded;
  });
  return loading;
}
