import type { StreamParsers } from '../serializers/stream-parsers.js';

/** Loads the parsers of streams. */
export const loadStreamParsers = async (): Promise<StreamParsers> =>
  (await import('./late-parts.js')).streamParsers;
