import { Subscription, type SchedulerLike } from 'rxjs';
import type { Answer } from '../../answers/answer.js';
import type { RunInContext } from '../../answers/context.js';
import type { SessionError } from '../../errors/session-error.js';
import type { Result } from '../../message/result.js';
import { ask } from '../../exchange/ask.js';
import type { DataStreamFormat, DataStreamSerializer } from '../../serializers/data-stream-serializer.js';
import type { ParsedResponse, PendingResponse } from '../../exchange/pending-response.js';
import { makeStreamReader, type StreamReader } from '../../serializers/stream-reader.js';
import { reportingFailure } from '../../scheduling/report-unhandled-error.js';
import { runOn } from '../../scheduling/run-on.js';
import type { DataStreamExchange } from './data-stream-exchange.js';
import { giveEach } from './give-each.js';
import type { Leave } from '../request-lifecycle.js';
import type { StreamSink } from './stream-source.js';
import type { PieceListener } from './streamed-body.js';

/** What is made of a body for one who listens, and how it is handed over. */
export interface StreamDescription<T> {
  /** What makes the values; what it throws is the failure of the first. */
  readonly makeSerializer: () => DataStreamSerializer<T> | DataStreamFormat<T>;
  /** Whether monitors are told each value. */
  readonly tellsParsing: boolean;
  /** Where it is handed over; the rootQueue unless given. */
  readonly queue: SchedulerLike | undefined;
  readonly cancelsOnError: boolean;
}

/** One who listens to a stream: makes values of the pieces, and hands them over one at a time, then the end. */
export class StreamHandler<T> implements PieceListener, PendingResponse {
  readonly isRetryable = false;
  readonly #x: DataStreamExchange;
  readonly #description: StreamDescription<T>;
  readonly #sink: StreamSink<T>;
  readonly #runInContext: RunInContext;
  readonly #life = new Subscription();
  #reader: StreamReader<T> | undefined;
  #turn: Subscription | undefined;
  #stopAttending: Leave | undefined;

  constructor(x: DataStreamExchange, description: StreamDescription<T>, sink: StreamSink<T>) {
    this.#x = x;
    this.#description = description;
    this.#sink = sink;
    this.#runInContext = x.session.captureContext();
  }

  start(attend: (pending: PendingResponse) => Leave): void {
    this.#x.receiver.add(this);
    this.#stopAttending = attend(this);
  }

  /** Nothing more is wanted. The request is cancelled with the last who leaves, unless it is told to go on. */
  leave(goesOn: boolean): void {
    if (this.#life.closed) return;
    this.#stop();
    this.#life.unsubscribe();
    this.#stopAttending?.(goesOn);
  }

  reset(): void {
    this.#reader = undefined;
  }

  take(data: Uint8Array, taken: () => void): void {
    this.#inTurn((reader) => reader.read(data), taken);
  }

  finish(taken: () => void): void {
    this.#inTurn((reader) => reader.finish(), taken);
  }

  serialize(error: SessionError | undefined): undefined {
    if (error !== undefined) throw error;
  }

  respond(result: Result<unknown>, serializationDuration: number): ParsedResponse {
    return this.#x.respond(result, serializationDuration);
  }

  deliver({ request, response, metrics, error }: ParsedResponse): void {
    this.#stop();
    this.#stopAttending = undefined;
    this.#handOver(() => {
      this.#sink.complete({ request, response, metrics, error });
    }, this.#life);
  }

  /** Asks the serializer on its queue, and hands over what it answers; `taken` is called when all that is over. */
  #inTurn(question: (reader: StreamReader<T>) => Answer<Result<T>[]>, taken: () => void): void {
    const turn = new Subscription(taken);
    if (this.#life.closed || this.#x.isGivenUp) {
      turn.unsubscribe();
      return;
    }
    this.#turn = turn;
    const { session } = this.#x;
    const asking = ask(
      this.#x,
      session.serializationQueue,
      () => question(this.#openReader()),
      (results) => {
        this.#handOverEach(results, turn);
      },
      (error) => {
        this.#handOverEach(this.#openReader().failed(error), turn);
      },
    );
    turn.add(asking);
  }

  #openReader(): StreamReader<T> {
    const { makeSerializer } = this.#description;
    return (this.#reader ??= makeStreamReader(makeSerializer, this.#x.journal.response));
  }

  #handOverEach(results: readonly Result<T>[], turn: Subscription): void {
    const give = (result: Result<T>, taken: () => void): void => {
      if (turn.closed || this.#x.isGivenUp) return;
      this.#tell(result);
      this.#handOver(() => {
        this.#sink.next(result, this.#onRootQueue(taken, turn));
        if (result.kind === 'failure' && this.#description.cancelsOnError) this.#x.cancel();
      }, turn);
    };
    giveEach(results, give, () => {
      turn.unsubscribe();
    });
  }

  #tell(result: Result<T>): void {
    const { journal, request, receiver } = this.#x;
    receiver.hasHandedOver = true;
    if (!this.#description.tellsParsing || !journal.tells('requestDidParseStream')) return;
    journal.tell({ type: 'requestDidParseStream', request, result });
  }

  #onRootQueue(taken: () => void, turn: Subscription): () => void {
    const { rootQueue } = this.#x.session;
    const unlessOver = (): void => {
      if (!turn.closed) taken();
    };
    return () => {
      if (rootQueue.isCurrent) unlessOver();
      else rootQueue.enqueue(unlessOver);
    };
  }

  /** Does it where the listener wants it done, unless `until` is over then. */
  #handOver(work: () => void, until: Subscription): void {
    const { queue } = this.#description;
    const run = (): void => {
      if (!until.closed) reportingFailure(() => this.#runInContext(work));
    };
    if (queue === undefined) run();
    else until.add(runOn(queue, run));
  }

  #stop(): void {
    this.#x.receiver.remove(this);
    this.#turn?.unsubscribe();
    reportingFailure(() => this.#sink.stop?.());
  }
}
