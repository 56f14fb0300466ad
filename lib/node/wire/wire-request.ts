import type { Subscription } from 'rxjs';
import { HTTPHeaders } from '../../message/http-headers.js';
import { isIdempotent } from '../../message/http-method.js';
import { HTTPURLResponse } from '../../message/http-url-response.js';
import type { SendPhase } from '../../message/request-info.js';
import type { TransactionTimings } from '../../message/task-metrics.js';
import type { InboundBodyReceiver } from '../../transport/axios/adapter-exchange.js';
import { isReplayable } from '../../transport/request-body.js';
import type { TransportClient, TransportTask } from '../../transport/transport.js';
import { isLostConnection, MessageTimings } from './connection.js';
import type { Wire } from './connection-pool.js';
import { MessageSyntaxError, type FieldLines } from './field-lines.js';
import type { ConnectionRequest, HTTP1Connection } from './http1-connection.js';
import type { MessageFraming } from './message-framing.js';
import type { ResponseHead } from './response-head.js';
import { aborted, RequestDiagnostics } from './request-diagnostics.js';
import { codingsOf, ResponsePipe, type ResponseWire } from './response-pipe.js';
import { writeRequest, type UploadOwner, type WireOrder, type WireUpload } from './wire-upload.js';

/** Bytes of a response that are read and thrown away to keep the connection, and milliseconds they may take. */
const CHEAP_TO_DRAIN = 64 * 1024;
const DRAIN_TIME = 1000;

/**
 * One request and its response. While it waits for a connection it holds no more than its order. An idempotent request
 * whose reused connection died before the first byte of a response is sent once more over a new one.
 */
export class WireRequest
  implements TransportTask, ConnectionRequest, UploadOwner, ResponseWire, InboundBodyReceiver
{
  place = -1;
  connection: HTTP1Connection | undefined;
  sendPhase: SendPhase = 'nothing';
  isReusedConnection: boolean | undefined;
  readonly isHeadRequest: boolean;
  isQueued = false;
  isSent = false;
  head: ResponseHead | undefined;
  /** True if codings of the body are decoded. */
  isDecoded = false;
  #order: WireOrder;
  #diagnostics: RequestDiagnostics | undefined;
  readonly #wire: Wire;
  /** Undefined once nothing more is to be told. */
  #client: TransportClient | undefined;
  #upload: WireUpload | undefined;
  /** Between the wire and the client, where the body is decoded or was suspended. */
  #pipe: ResponsePipe | undefined;
  #drainDeadline: Subscription | undefined;
  #reportedBytes = 0;
  #receivedBytes = 0;
  #drainLimit = Infinity;
  #hasWritten = false;
  #isSuspended = false;
  #isSentAgain = false;
  #isOver = false;
  readonly #timings: MessageTimings;

  constructor(order: WireOrder, wire: Wire, client: TransportClient) {
    this.isHeadRequest = order.message.method === 'HEAD';
    this.#order = order;
    this.#wire = wire;
    this.#client = client;
    this.#timings = new MessageTimings(this.#now());
  }

  get timings(): Readonly<TransactionTimings> {
    return this.#timings.all;
  }

  start(): this {
    this.#diagnostics = RequestDiagnostics.create(this.#order.message);
    if (this.#diagnostics !== undefined) this.#order = this.#diagnostics.instrumented(this.#order);
    this.#wire.pools.send(this.#order.message.origin, this);
    return this;
  }

  resume(): void {
    this.#isSuspended = false;
    this.#upload?.resume();
    this.#pipe?.resume();
  }

  suspend(): void {
    this.#isSuspended = true;
    this.#upload?.pause();
    this.#openPipe().pause();
    this.connection?.pause();
  }

  cancel(): void {
    if (this.#client === undefined) return;
    this.#leave();
    this.abandon();
  }

  discard(): void {
    if (this.head === undefined || this.#client === undefined) {
      this.cancel();
      return;
    }
    this.#leave();
    const rest = Number(this.head.first('content-length') ?? 0) - this.#receivedBytes;
    if (this.isSent && rest <= CHEAP_TO_DRAIN && !this.#isOver) this.#drain();
    else this.abandon();
  }

  begin(connection: HTTP1Connection): void {
    const { socket } = connection.connection;
    this.isReusedConnection = connection.requestCount > 1;
    this.#timings.begin(this.#now(), connection.connection, this.isReusedConnection);
    if (this.isQueued) this.#leaveQueue();
    if (this.#isSuspended) connection.pause();
    this.#upload = writeRequest(socket, this.#order, this, this.#now);
    if (this.#isSuspended) this.#upload?.pause();
    this.#upload?.start(socket);
    this.#diagnostics?.didSendHead(socket);
  }

  didReceiveBytes(now: number): void {
    this.#timings.responseStart ??= now;
    this.#timings.responseEnd = now;
  }

  didReceiveInformation(head: ResponseHead): void {
    this.#client?.didReceiveInformation?.(this.#responseOf(head, false));
  }

  didReceiveHead(head: ResponseHead, framing: MessageFraming): void {
    if (head.statusCode === 101) throw new MessageSyntaxError('The server switches protocols unasked.');
    this.connection?.didReceiveHead(head, framing.isPersistent && !this.#order.message.fields.isLast);
    this.head = head;
    this.#diagnostics?.didReceiveHead(head);
    const codings = codingsOf(head, framing, this.#order.message.isDecoded);
    const isDecoded = codings.length > 0;
    this.isDecoded = isDecoded;
    if (isDecoded) this.#openPipe().decode(codings);
    this.#client?.didReceiveResponse(this.#responseOf(head, isDecoded));
  }

  didReceiveBody(bytes: Buffer, start: number, end: number): void {
    this.#receivedBytes += end - start;
    if (this.#client === undefined) {
      if (this.#receivedBytes > this.#drainLimit) this.abandon();
      return;
    }
    const chunk = new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start).slice();
    if (this.#pipe === undefined) this.#client.didReceiveData(chunk);
    else if (!this.#pipe.write(chunk)) this.connection?.pause();
  }

  didReceiveTrailers(trailers: FieldLines): void {
    this.#diagnostics?.didReceiveTrailers(trailers);
    this.#client?.didReceiveTrailers?.(HTTPHeaders.deferred(trailers));
  }

  didEnd(): void {
    this.#endWire();
    this.#diagnostics?.didComplete();
    if (this.#client === undefined) return;
    if (this.#pipe !== undefined) this.#pipe.end();
    else this.end();
  }

  didFail(error: Error): void {
    if (this.#isOver) return;
    if (this.#mayBeSentAgain(error)) {
      this.#sendAgain();
      return;
    }
    this.#endWire();
    this.#diagnostics?.didFail(error);
    if (this.head !== undefined && this.#pipe !== undefined) this.#pipe.fail(error);
    else this.fail(error);
  }

  data(chunk: Uint8Array): void {
    this.#client?.didReceiveData(chunk);
  }

  end(): void {
    this.fail(undefined);
  }

  fail(error: unknown): void {
    const client = this.#client;
    this.#client = undefined;
    client?.didComplete(error);
  }

  flow(): void {
    if (!this.#isSuspended) this.connection?.resume();
  }

  uploadDidBegin(): void {
    this.#hasWritten = true;
    this.sendPhase = 'something';
  }

  uploadDidSend(totalBytes: number): void {
    if (totalBytes <= this.#reportedBytes) return;
    this.#reportedBytes = totalBytes;
    if (this.#order.reportsUploadProgress) this.#client?.didSendBodyData(totalBytes);
  }

  uploadDidFinish(): void {
    this.isSent = true;
    this.#timings.requestEnd = this.#upload === undefined ? this.#timings.requestStart : this.#now();
    this.#diagnostics?.didSend();
  }

  uploadDidFail(error: Error): void {
    const { connection } = this;
    if (this.#hasWritten) {
      connection?.destroy(error);
    } else {
      this.didFail(error);
      connection?.withdraw();
    }
  }

  #mayBeSentAgain(error: Error): boolean {
    const { message, body } = this.#order;
    if (this.#isSentAgain || this.#client === undefined || this.isReusedConnection !== true) return false;
    if (this.#timings.responseStart !== undefined || !isLostConnection(error)) return false;
    return (!this.#hasWritten || isIdempotent(message.method)) && (body === undefined || isReplayable(body));
  }

  #sendAgain(): void {
    this.#upload?.stop();
    this.#upload = undefined;
    this.connection = undefined;
    this.#isSentAgain = true;
    this.#hasWritten = this.isSent = false;
    this.#wire.pools.send(this.#order.message.origin, this, true);
  }

  #responseOf(head: ResponseHead, isDecoded: boolean): HTTPURLResponse {
    const { url } = this.#order;
    const { statusCode, httpVersion } = head;
    return new HTTPURLResponse({
      url,
      statusCode,
      statusText: head.statusText,
      headers: HTTPHeaders.deferred(head),
      httpVersion,
      isDecoded,
    });
  }

  #drain(): void {
    this.#drainLimit = this.#receivedBytes + CHEAP_TO_DRAIN;
    this.#drainDeadline = this.#wire.rootQueue.schedule(() => {
      this.abandon();
    }, DRAIN_TIME);
    this.connection?.drain();
  }

  #leaveQueue(): void {
    this.isQueued = false;
    this.#client?.didLeaveQueue?.();
  }

  #openPipe(): ResponsePipe {
    return (this.#pipe ??= new ResponsePipe(this, this));
  }

  #leave(): void {
    this.#client = undefined;
    this.#pipe?.close();
  }

  /** Takes it from the wire. */
  abandon(): void {
    if (this.#isOver) return;
    const { connection } = this;
    this.#endWire();
    this.#diagnostics?.didFail(aborted());
    if (connection === undefined) this.#wire.pools.withdraw(this.#order.message.origin, this);
    else if (this.#hasWritten) connection.close();
    else connection.withdraw();
  }

  /** The connection is free of it. */
  #endWire(): void {
    this.#isOver = true;
    this.connection = undefined;
    this.#drainDeadline?.unsubscribe();
    this.#upload?.stop();
  }

  readonly #now = (): number => this.#wire.rootQueue.now();
}
