import type { Rostered } from '../../scheduling/roster.js';
import {
  Connection,
  type ConnectionEnvironment,
  type ConnectionOwner,
  type ConnectionTarget,
} from './connection.js';
import { MessageSyntaxError } from './field-lines.js';
import { ResponseParser, type ResponseReceiver } from './response-parser.js';
import type { ResponseHead } from './response-head.js';
import type { QueuedConnection, SendQueue } from './send-queue.js';

/** Bytes of the read buffer, and of the one that a fast download gets. */
const READ_SIZE = 16 * 1024;
const LARGE_READ_SIZE = 64 * 1024;

/** Milliseconds that a connection is kept without a request, unless the server says how long it keeps it. */
const IDLE_TIME = 4000;
const LONGEST_IDLE_TIME = 600_000;
/** Milliseconds before the server's limit: a request that is sent then still arrives in time. */
const IDLE_MARGIN = 1000;

/** A request that is sent over a connection, and receives what comes back. */
export interface ConnectionRequest extends ResponseReceiver, Rostered {
  readonly isHeadRequest: boolean;
  /** True while there is neither a connection for it, nor one that is being opened. */
  isQueued: boolean;
  /** True once all of it has been handed to the socket. */
  readonly isSent: boolean;
  /** The connection that it was given. */
  connection: HTTP1Connection | undefined;
  /** Writes the request to that connection. */
  begin(connection: HTTP1Connection): void;
  /** Bytes of the response arrived at this time, the first or more. */
  didReceiveBytes(now: number): void;
  /** The response is complete with the bytes that came last, and the connection belongs to another request. */
  didEnd(): void;
  /** There is no connection any more, or never was one. */
  didFail(error: Error): void;
}

/** Settings and queue that all HTTP/1.1 connections of a session share. */
export interface HTTP1Environment extends ConnectionEnvironment {
  readonly sendQueue: SendQueue;
}

/** Owner of a connection: its pool. */
export interface HTTP1ConnectionOwner {
  readonly environment: HTTP1Environment;
  /** It can carry a request soon: only a small rest of a response is still to come. */
  willBeFree(connection: HTTP1Connection): void;
  /** It can carry a request: it was just opened, or its last request is over. */
  isFree(connection: HTTP1Connection): void;
  /** Sends a request whose connection was lost before anything was written. */
  send(request: ConnectionRequest): void;
  /** It was not established. */
  didFailToOpen(connection: HTTP1Connection, error: Error): void;
  /** It is closed, or about to be, and carries no request any more. */
  didClose(connection: HTTP1Connection): void;
}

/** Carries one request after the other over one connection (RFC 9112 §9). */
export class HTTP1Connection implements ConnectionOwner, QueuedConnection {
  /** Requests that were written to it. */
  requestCount = 0;
  readonly connection: Connection;
  readonly #owner: HTTP1ConnectionOwner;
  readonly #parser = new ResponseParser(maximumHeadSize);
  #request: ConnectionRequest | undefined;
  #isOpen = false;
  #isUnderWay = false;
  #isPersistent = false;
  #isPaused = false;
  #head: ResponseHead | undefined;
  #isClosed = false;
  #hint: string | undefined;
  #idleTime = 0;
  #isListed = false;
  #holdsProcess = true;
  #buffer = Buffer.allocUnsafeSlow(READ_SIZE);
  #isBufferFull = false;

  constructor(target: ConnectionTarget, owner: HTTP1ConnectionOwner) {
    this.#owner = owner;
    const onread = {
      buffer: (): Buffer => this.#readBuffer(),
      callback: (length: number): boolean => this.#read(length),
    };
    this.connection = new Connection(target, owner.environment, this, onread);
    this.connection.socket.on('end', () => {
      this.#ended();
    });
    this.connection.socket.on('timeout', () => {
      if (this.#request === undefined) this.close();
    });
  }

  /** Takes a request, which is sent with the others of this turn of the event loop. */
  send(request: ConnectionRequest): void {
    this.#request = request;
    request.connection = this;
    this.#owner.environment.sendQueue.add(this);
  }

  /** Sends the request that it was given, unless that was taken back. */
  write(): void {
    const request = this.#request;
    if (request === undefined || this.#isUnderWay) return;
    if (!this.#holdsProcess) this.connection.socket.ref();
    this.#holdsProcess = this.#isUnderWay = true;
    this.#isPersistent = false;
    this.requestCount += 1;
    this.#owner.environment.sendQueue.didBegin();
    this.#parser.begin(request, request.isHeadRequest);
    try {
      request.begin(this);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /** Takes back a request of which nothing was written. */
  withdraw(): void {
    this.#forgetRequest();
    this.#parser.stop();
    this.#owner.isFree(this);
  }

  /** Keeps it without a request. */
  idle(): void {
    const hint = this.#head?.first('keep-alive');
    this.#head = undefined;
    if (this.#idleTime === 0 || hint !== this.#hint) {
      this.#hint = hint;
      this.#idleTime = idleTimeOf(hint);
      this.connection.socket.setTimeout(this.#idleTime);
    }
    if (this.#idleTime === 0) this.close();
    else this.#listAsIdle();
  }

  /** Lets the process end although the connection is open. */
  releaseProcess(): void {
    this.#isListed = false;
    if (this.#request !== undefined || !this.#holdsProcess) return;
    this.#holdsProcess = false;
    this.connection.socket.unref();
  }

  /** Notes whether another request may come after this response. */
  didReceiveHead(head: ResponseHead, isPersistent: boolean): void {
    this.#head = head;
    this.#isPersistent = isPersistent;
  }

  /** Reads the small rest of a discarded response. */
  drain(): void {
    this.#owner.willBeFree(this);
    this.resume();
  }

  /** Leaves what comes in the socket: once that is full, the server has to wait. */
  pause(): void {
    this.#isPaused = true;
    this.connection.socket.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.connection.socket.resume();
  }

  /** The request, if there is one, fails with the reason. */
  destroy(reason: Error): void {
    const request = this.#request;
    this.close();
    request?.didFail(reason);
  }

  /** Closes it. The request, if there is one, is not told. */
  close(): void {
    this.#forgetRequest();
    this.#parser.stop();
    this.connection.socket.destroy();
    this.#leave();
  }

  didOpen(): void {
    this.#isOpen = true;
    this.#owner.isFree(this);
  }

  didFailToOpen(error: Error): void {
    this.#isClosed = true;
    this.#owner.didFailToOpen(this, error);
  }

  didClose(): void {
    const request = this.#request;
    const isUnderWay = this.#isUnderWay;
    this.#forgetRequest();
    this.#leave();
    if (request === undefined) return;
    if (isUnderWay) {
      request.didFail(this.connection.error ?? connectionClosed());
    } else {
      request.connection = undefined;
      this.#owner.send(request);
    }
  }

  #listAsIdle(): void {
    if (this.#isListed) return;
    this.#isListed = true;
    this.#owner.environment.sendQueue.didIdle(this);
  }

  #forgetRequest(): void {
    this.#request = undefined;
    if (!this.#isUnderWay) return;
    this.#isUnderWay = false;
    this.#owner.environment.sendQueue.didEnd();
  }

  #leave(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#owner.didClose(this);
  }

  #readBuffer(): Buffer {
    const isLarge = this.#buffer.length === LARGE_READ_SIZE;
    if (this.#isBufferFull && !isLarge) this.#buffer = Buffer.allocUnsafeSlow(LARGE_READ_SIZE);
    else if (isLarge && this.#request === undefined) this.#buffer = Buffer.allocUnsafeSlow(READ_SIZE);
    return this.#buffer;
  }

  #read(length: number): boolean {
    const request = this.#request;
    this.#isBufferFull = length === this.#buffer.length;
    if (request === undefined) {
      this.#refuseUnasked();
      return false;
    }
    request.didReceiveBytes(this.#owner.environment.rootQueue.now());
    try {
      const end = this.#parser.read(this.#buffer, 0, length);
      if (this.#parser.isComplete) this.#complete(end === length);
    } catch (error) {
      this.destroy(error as Error);
    }
    return true;
  }

  /** Bytes that no request has asked for would be taken for the answer to the next. */
  #refuseUnasked(): void {
    if (this.#isOpen) this.close();
    else this.connection.giveUp(new MessageSyntaxError('The server speaks unasked.'));
  }

  /** The server sends no more. */
  #ended(): void {
    if (!this.#isOpen) return;
    if (this.#request === undefined) this.close();
    else if (this.#parser.end()) this.#complete(false);
    else this.destroy(connectionClosed());
  }

  /** The request is told after the connection has gone on, so that the next one does not wait for its listeners. */
  #complete(isAtEnd: boolean): void {
    const request = this.#request;
    if (request === undefined) return;
    this.#forgetRequest();
    this.resume();
    if (isAtEnd && this.#isPersistent && request.isSent) this.#owner.isFree(this);
    else this.close();
    request.didEnd();
  }
}

/** Milliseconds that a connection is kept, by the `Keep-Alive` of the last response (RFC 2068 §19.7.1). */
function idleTimeOf(hint: string | undefined): number {
  const seconds = /(?:^|[,\s])timeout=(\d{1,9})/i.exec(hint ?? '')?.[1];
  if (seconds === undefined) return IDLE_TIME;
  return Math.max(0, Math.min(Number(seconds) * 1000 - IDLE_MARGIN, LONGEST_IDLE_TIME));
}

/** Bytes of the largest head: Node's, so that `--max-http-header-size` counts. */
function maximumHeadSize(): number {
  return process.getBuiltinModule('node:http').maxHeaderSize;
}

/** The server closed the connection before the response was complete. */
function connectionClosed(): Error {
  return Object.assign(new Error('The server closed the connection.'), { code: 'ECONNRESET' });
}
