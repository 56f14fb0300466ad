import type { SchedulerLike, Subscription } from 'rxjs';
import type { Dispatcher } from 'undici';
import { isReplayable, type RequestBody } from '../../transport/request-body.js';
import { HTTPHeaders } from '../../message/http-headers.js';
import { isIdempotent } from '../../message/http-method.js';
import type {
  AdapterControls,
  AdapterExchange,
  ExchangeClient,
  ReceivedHead,
} from '../../transport/axios/adapter-exchange.js';
import type { Connection } from './connection.js';
import type { ConnectionPools } from './connection-pools.js';
import { codingsToUndo } from './content-coding.js';
import type { Lane, LaneRequest } from './lane.js';
import type { OutgoingBody } from './outgoing-body.js';
import { ReceivedFields } from './received-fields.js';
import { WireAnswer, type AnswerWire } from './wire-answer.js';
import { isLostConnection, wireFailure } from './wire-failure.js';
import { dispatchOptions, hasNoBody, type WireMessage } from './wire-message.js';
import { WireUpload } from './wire-upload.js';

/** A rest that is smaller is read and thrown away to keep the connection, when it comes soon enough. */
const CHEAP_TO_DRAIN = 64 * 1024;
const DRAIN_TIME = 1000;

const ABORTED = new Error('The request was aborted.');

export interface WireExchangeEnvironment {
  readonly pools: ConnectionPools;
  /** The clock of the timings; carries the time that a discarded rest may take. */
  readonly rootQueue: SchedulerLike;
}

/** One message and its answer on a connection: undici's handler of it, steered by the transport. */
export class WireExchange implements LaneRequest, AdapterControls, AnswerWire {
  lane: Lane | undefined;
  place = -1;
  readonly #message: WireMessage;
  readonly #exchange: AdapterExchange;
  readonly #environment: WireExchangeEnvironment;
  readonly #client: ExchangeClient;
  readonly #upload: WireUpload | undefined;
  #outgoing: OutgoingBody = null;
  #madeAnswer: WireAnswer | undefined;
  #connection: Connection | undefined;
  #abortOnWire: ((reason: Error) => void) | undefined;
  #drainDeadline: Subscription | undefined;
  #hasResponseByte = false;
  #isAnswered = false;
  #hasNoBody = false;
  #isSentAgain = false;
  #isClosed = false;
  #isOver = false;

  constructor(
    message: WireMessage,
    exchange: AdapterExchange,
    environment: WireExchangeEnvironment,
    client: ExchangeClient,
  ) {
    this.#message = message;
    this.#exchange = exchange;
    this.#environment = environment;
    this.#client = client;
    this.#upload = exchange.body && this.#uploadOf(exchange.body);
  }

  /** Made when they are asked for, so that a message that waits for its turn does not hold them. */
  get options(): Dispatcher.DispatchOptions {
    return dispatchOptions(this.#message, this.#outgoing);
  }

  get isCancelled(): boolean {
    return this.#isClosed || this.#exchange.isCancelled;
  }

  start(): void {
    this.#exchange.timings.fetchStart = this.#now();
    this.#exchange.controls = this;
    this.#openUpload();
    this.#environment.pools.send(this.#message.origin, this);
  }

  // What the transport steers it by.

  pause(): void {
    this.#answer.body.pause();
    this.#upload?.pause();
    this.hold();
  }

  resume(): void {
    this.#madeAnswer?.body.resume();
    this.#upload?.resume();
  }

  abort(): void {
    if (this.#isClosed) return;
    this.#close();
    this.#abortWire();
    if (!this.#isAnswered) this.#client.didCancel();
  }

  discard(): void {
    if (!this.#isAnswered) this.abort();
    if (this.#isClosed) return;
    this.#close();
    if (!this.#isCheapToDrain) this.#abortWire();
    else if (!this.#isOver) this.#drain();
  }

  // What the answer wants of the wire.

  hold(): void {
    this.#usedConnection?.hold();
  }

  flow(): void {
    this.#usedConnection?.flow();
  }

  abandon(): void {
    this.#abortWire();
  }

  // What undici tells of it.

  onConnect(abort: (reason?: Error) => void): void {
    // Thrown before anything is written, so that the connection is kept.
    if (this.isCancelled) throw ABORTED;
    this.#abortOnWire = abort;
    this.#exchange.sendPhase = 'something';
    if (this.lane?.connection !== undefined) this.#useConnection(this.lane.connection);
    this.#exchange.timings.requestStart = this.#now();
  }

  onRequestSent(): void {
    this.#exchange.timings.requestEnd = this.#now();
    this.#upload?.count();
  }

  onResponseStarted(): void {
    this.#hasResponseByte = true;
    this.#exchange.timings.responseStart ??= this.#now();
  }

  onHeaders(statusCode: number, rawHeaders: Buffer[], _resume: () => void, statusText: string): boolean {
    if (statusCode < 200) return true;
    this.#upload?.count();
    this.#isAnswered = true;
    const head = this.#headOf(statusCode, statusText, HTTPHeaders.deferred(new ReceivedFields(rawHeaders)));
    this.#exchange.head = head;
    this.#client.didReceiveHead(head, this.#answer.body);
    return true;
  }

  onData(piece: Buffer): boolean {
    this.#answer.data(piece);
    return true;
  }

  onComplete(): void {
    this.#upload?.count();
    this.#endWire();
    this.lane?.release();
    // Of a body that ends with its connection, undici takes a reset for the end.
    if (this.#connection?.error !== undefined) this.#answer.fail(this.#connection.error);
    else this.#answer.end();
  }

  onError(error: Error): void {
    this.fail(error);
  }

  fail(error: Error): void {
    if (this.#isOver) return;
    const isToBeSentAgain = this.#mayBeSentAgain(error);
    if (isToBeSentAgain) this.#upload?.stop();
    else this.#endWire();
    // In a turn of its own: undici is still busy with the connection that ended.
    queueMicrotask(() => (isToBeSentAgain ? this.#sendAgain() : this.lane?.release()));
    if (isToBeSentAgain || this.#isClosed) return;
    if (this.#hasNoBody) this.#answer.end();
    else if (this.#isAnswered) this.#answer.fail(wireFailure(error));
    else this.#client.didFail(wireFailure(error));
  }

  /** Once the exchange is over, its connection belongs to another. */
  get #usedConnection(): Connection | undefined {
    return this.#isOver ? undefined : this.#connection;
  }

  /** Made when something comes, or is to be done about what may come. */
  get #answer(): WireAnswer {
    return (this.#madeAnswer ??= new WireAnswer(this));
  }

  #openUpload(): void {
    this.#outgoing = this.#upload?.open() ?? null;
  }

  #uploadOf(body: RequestBody): WireUpload {
    return new WireUpload(body, this.#exchange.didSendBodyData, () => this.#now());
  }

  #now(): number {
    return this.#environment.rootQueue.now();
  }

  #useConnection(connection: Connection): void {
    const { timings } = this.#exchange;
    const isReused = connection.requestCount > 0;
    connection.requestCount += 1;
    this.#connection = connection;
    this.#exchange.isReusedConnection = isReused;
    // One that was opened for a request that has left was no part of this one.
    const isOwn = !isReused && (connection.timings.connectStart ?? 0) >= (timings.fetchStart ?? 0);
    if (isOwn) Object.assign(timings, connection.timings);
    this.#upload?.begin(connection.socket);
    if (this.#madeAnswer?.body.isFull === true) connection.hold();
  }

  #headOf(statusCode: number, statusText: string, headers: HTTPHeaders): ReceivedHead {
    const { method, isDecoded } = this.#message;
    this.#hasNoBody = hasNoBody(method, statusCode);
    const mayBeCoded = isDecoded && !this.#hasNoBody;
    const codings = mayBeCoded ? codingsToUndo(headers.get('content-encoding')) : [];
    this.#answer.begin(headers, codings);
    return { statusCode, statusText, headers, httpVersion: '1.1', isDecoded: codings.length > 0 };
  }

  /** Nobody is interested in anything more. */
  #close(): void {
    this.#isClosed = true;
    this.#answer.close();
  }

  get #isCheapToDrain(): boolean {
    const isSent = this.#exchange.timings.requestEnd !== undefined;
    return isSent && this.#answer.expectedRest <= CHEAP_TO_DRAIN;
  }

  #drain(): void {
    this.#drainDeadline = this.#environment.rootQueue.schedule(() => this.#abortWire(), DRAIN_TIME);
    this.#answer.drain(CHEAP_TO_DRAIN);
  }

  #abortWire(): void {
    if (this.#isOver) return;
    if (this.#abortOnWire !== undefined) this.#abortOnWire(ABORTED);
    else if (this.#environment.pools.withdraw(this.#message.origin, this)) this.#endWire();
    else this.lane?.giveUpConnecting(ABORTED);
  }

  #endWire(): void {
    const { timings } = this.#exchange;
    this.#isOver = true;
    if (timings.responseStart !== undefined) timings.responseEnd = this.#now();
    this.#drainDeadline?.unsubscribe();
    this.#connection?.flow();
    this.#upload?.stop();
    this.#client.didEnd();
  }

  /** Idle connections die, often just when they are used again: then the request was never looked at. */
  #mayBeSentAgain(error: Error): boolean {
    const { body, isReusedConnection } = this.#exchange;
    if (this.#isSentAgain || this.isCancelled || isReusedConnection !== true) return false;
    if (this.#hasResponseByte || !isLostConnection(error)) return false;
    return isIdempotent(this.#message.method) && (body === undefined || isReplayable(body));
  }

  /** The lane has lost its connection and opens another. */
  #sendAgain(): void {
    this.#isSentAgain = true;
    this.#abortOnWire = undefined;
    if (this.isCancelled) {
      this.#endWire();
      this.lane?.release();
      return;
    }
    const { timings } = this.#exchange;
    timings.requestStart = timings.requestEnd = undefined;
    this.#openUpload();
    this.lane?.send(this);
  }
}
