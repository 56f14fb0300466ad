import { EventStreamParser } from './event-stream-parser.js';
import { JSONDocumentsParser } from './json-documents-parser.js';
import { LineParser } from './line-parser.js';
import { TextStreamParser } from './text-stream-parser.js';

/** Parsers of streams. A browser loads them with the first stream that needs one. */
export const streamParsers = { EventStreamParser, JSONDocumentsParser, LineParser, TextStreamParser };

export type StreamParsers = typeof streamParsers;
