import { streamParsers, type StreamParsers } from '../serializers/stream-parsers.js';

/** Parsers of streams, which are there from the beginning. */
export const loadStreamParsers = (): StreamParsers => streamParsers;
