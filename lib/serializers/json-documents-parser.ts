import { Observable } from 'rxjs';
import { awaitAnswer, isDeferred, mapAnswer, type Answer, type Deferred } from '../answers/answer.js';
import { foldAnswers } from '../answers/fold-answers.js';
import { StreamFailure, type DataStreamParser, type StreamEntry } from './data-stream-serializer.js';
import {
  JSONChunks,
  JSONLines,
  JSONSequence,
  type DecodableStreamFormat,
  type JSONDocument,
  type JSONDocumentFinder,
  type JSONFinderOptions,
} from './json-document-finders.js';
import { serializationFailure } from './response-serializer.js';
import { failingAfter } from './stream-limit.js';

/** Layout of the documents, and how they are found. */
export interface JSONDocumentsOptions extends JSONFinderOptions {
  readonly format: DecodableStreamFormat;
}

/** Decodes the JSON documents of one body. Failures are entries among the values. */
export class JSONDocumentsParser<T> implements DataStreamParser<T> {
  readonly #finder: JSONDocumentFinder;
  readonly #decode: (document: JSONDocument) => Answer<T>;

  constructor(options: JSONDocumentsOptions, decode: (document: JSONDocument) => Answer<T>) {
    this.#finder = finderOf(options);
    this.#decode = decode;
  }

  parse(data: Uint8Array): Answer<Iterable<T>> {
    return this.#decodeAll((documents) => {
      this.#finder.find(data, documents);
    });
  }

  finish(): Answer<Iterable<T>> {
    return this.#decodeAll((documents) => {
      this.#finder.finish(documents);
    });
  }

  #decodeAll(find: (documents: JSONDocument[]) => void): Answer<Iterable<T>> {
    const documents: JSONDocument[] = [];
    const tooLong = failureOf(() => {
      find(documents);
    });
    const decoded = foldAnswers<JSONDocument, StreamEntry<T>[]>({
      steps: documents,
      initial: [],
      ask: (document, before) => this.#decodeAfter(before, document),
    }) as Answer<T[]>;
    return tooLong === undefined ? decoded : mapAnswer(decoded, (values) => failingAfter(values, tooLong));
  }

  #decodeAfter(entries: StreamEntry<T>[], document: JSONDocument): Answer<StreamEntry<T>[]> {
    try {
      const answer = this.#decode(document);
      if (isDeferred(answer)) return entryLater(entries, answer);
      entries.push(answer);
    } catch (error) {
      entries.push(new StreamFailure(serializationFailure(error)));
    }
    return entries;
  }
}

/** Emits the entries once an answer about the next one has come. Never errors. */
function entryLater<T>(entries: StreamEntry<T>[], answer: Deferred<T>): Observable<StreamEntry<T>[]> {
  return new Observable((subscriber) => {
    const add = (entry: StreamEntry<T>): void => {
      entries.push(entry);
      subscriber.next(entries);
      subscriber.complete();
    };
    return awaitAnswer(
      () => answer,
      add,
      (error) => {
        add(new StreamFailure(serializationFailure(error)));
      },
    );
  });
}

function failureOf(work: () => void): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

function finderOf(options: JSONDocumentsOptions): JSONDocumentFinder {
  switch (options.format) {
    case 'json-lines':
      return new JSONLines(options);
    case 'json-seq':
      return new JSONSequence(options);
    case 'chunks':
      return new JSONChunks();
  }
}
