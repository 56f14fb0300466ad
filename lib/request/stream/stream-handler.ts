import { Subscription, type SchedulerLike } from 'rxjs';
import type { Answer } from '../../answers/answer.js';
import type { RunInContext } from '../../answers/context.js';
import type { SessionError } from '../../errors/session-error.js';
import { Result } from '../../message/result.js';
import { ask } from '../../exchange/ask.js';
import {
  StreamFailure,
  type DataStreamFormat,
  type DataStreamSerializer,
  type StreamEntry,
} from '../../serializers/data-stream-serializer.js';
import type { ParsedResponse, PendingResponse } from '../../exchange/pending-response.js';
import { makeStreamReader, type StreamReader } from '../../serializers/stream-reader.js';
import { reportingFailure } from '../../scheduling/report-unhandled-error.js';
import { runOn } from '../../scheduling/run-on.js';
import type { DataStreamExchange } from './data-stream-exchange.js';
import type { Leave } from '../request-lifecycle.js';
import type { StreamSink } from './stream-source.js';
import { StreamTurn, type TurnHooks } from './stream-turn.js';
import type { ChunkListener } from './streamed-body.js';

/** Serialization and delivery of a body for one listener. */
export interface StreamDescription<T> {
  /** Creates the serializer. If it throws, that is the failure of the first value. */
  readonly makeSerializer: () => DataStreamSerializer<T> | DataStreamFormat<T>;
  /** True if monitors are notified of each value. */
  readonly tellsParsing: boolean;
  /** Scheduler of the deliveries. Default: the rootQueue. */
  readonly queue: SchedulerLike | undefined;
  readonly cancelsOnError: boolean;
}

/** One listener of a stream: serializes chunks, and delivers their values one at a time, then the completion. */
export class StreamHandler<T> implements ChunkListener, PendingResponse, TurnHooks<T> {
  readonly isRetryable = false;
  readonly #x: DataStreamExchange;
  readonly #description: StreamDescription<T>;
  readonly sink: StreamSink<T>;
  readonly #runInContext: RunInContext;
  readonly #life = new Subscription();
  #reader: StreamReader<T> | undefined;
  #turn: StreamTurn<T> | undefined;
  #stopAttending: Leave | undefined;

  constructor(x: DataStreamExchange, description: StreamDescription<T>, sink: StreamSink<T>) {
    this.#x = x;
    this.#description = description;
    this.sink = sink;
    this.#runInContext = x.session.captureContext();
  }

  start(attend: (pending: PendingResponse) => Leave): void {
    this.#x.receiver.add(this);
    this.#stopAttending = attend(this);
  }

  /** Stops listening. The request is cancelled with its last listener, unless it is to continue. */
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
      this.sink.complete({ request, response, metrics, error });
    }, this.#life);
  }

  /** True while a monitor is notified of each value, or a queue delivers each. */
  get deliversEach(): boolean {
    const { queue, tellsParsing } = this.#description;
    return queue !== undefined || (tellsParsing && this.#x.journal.tells('requestDidParseStream'));
  }

  get isGivenUp(): boolean {
    return this.#x.isGivenUp;
  }

  deliverEntry(entry: StreamEntry<T>, work: () => void, turn: Subscription): void {
    this.#tell(entry);
    this.#handOver(work, turn);
  }

  inContext(work: () => void): void {
    reportingFailure(() => {
      this.#runInContext(work);
    });
  }

  didFail(): void {
    if (this.#description.cancelsOnError) this.#x.cancel();
  }

  onRootQueue(work: () => void): void {
    const { rootQueue } = this.#x.session;
    if (rootQueue.isCurrent) work();
    else rootQueue.enqueue(work);
  }

  /** Asks the serializer on its queue, and passes its answer to the sink. Calls `taken` when all of it was taken. */
  #inTurn(question: (reader: StreamReader<T>) => Answer<readonly StreamEntry<T>[]>, taken: () => void): void {
    const turn = new StreamTurn<T>(this, taken);
    if (this.#life.closed || this.isGivenUp) {
      turn.unsubscribe();
      return;
    }
    this.#turn = turn;
    const { session } = this.#x;
    const asking = ask(
      this.#x,
      session.serializationQueue,
      () => question(this.#openReader()),
      (entries) => {
        this.#startTurn(turn, entries);
      },
      (error) => {
        this.#startTurn(turn, this.#openReader().failed(error));
      },
    );
    turn.add(asking);
  }

  #startTurn(turn: StreamTurn<T>, entries: readonly StreamEntry<T>[]): void {
    if (entries.length > 0) this.#x.receiver.hasHandedOver = true;
    turn.start(entries);
  }

  #openReader(): StreamReader<T> {
    const { makeSerializer } = this.#description;
    return (this.#reader ??= makeStreamReader(makeSerializer, this.#x.journal.response));
  }

  #tell(entry: StreamEntry<T>): void {
    const { journal, request } = this.#x;
    if (!this.#description.tellsParsing || !journal.tells('requestDidParseStream')) return;
    const result = entry instanceof StreamFailure ? Result.failure(entry.error) : Result.success(entry);
    journal.tell({ type: 'requestDidParseStream', request, result });
  }

  /** Runs work on the queue of the listener, unless `until` is closed then. */
  #handOver(work: () => void, until: Subscription): void {
    const { queue } = this.#description;
    const run = (): void => {
      if (!until.closed) this.inContext(work);
    };
    if (queue === undefined) run();
    else until.add(runOn(queue, run));
  }

  #stop(): void {
    this.#x.receiver.remove(this);
    this.#turn?.unsubscribe();
    reportingFailure(() => this.sink.stop?.());
  }
}
