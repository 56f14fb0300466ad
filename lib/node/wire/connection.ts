import { connect as connectPlain, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectSecurely, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { SchedulerLike } from 'rxjs';
import type { RunInContext } from '../../answers/context.js';
import type { ServerTrustHandling } from '../../transport/server-trust-managing.js';
import { SessionError } from '../../errors/session-error.js';
import type { TransactionTimings } from '../../message/task-metrics.js';
import { serverTrustEvaluation, type ServerTrustEvaluation } from '../trust/server-trust-evaluation.js';
import type { TLSSessions } from './tls-sessions.js';

/** Settings that all connections of a session share. */
export interface ConnectionEnvironment {
  /** Milliseconds until a connection must be established, TLS and trust included. */
  readonly connectTimeout: number;
  /** Carries the connect timeout, and is the clock of the timings. */
  readonly rootQueue: SchedulerLike;
  readonly tlsSessions: TLSSessions;
  readonly tls: TLSOptions | undefined;
  /** Undefined where Node judges servers by itself. */
  readonly serverTrust?: ServerTrustHandling | undefined;
  /** Opens sockets outside the async context of the request that needs one: they outlive it. */
  readonly runInContext: RunInContext;
}

/** Client certificate and trusted authorities, where they differ from Node's defaults. */
export type TLSOptions = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'passphrase' | 'rejectUnauthorized'>;

/** The server of a connection. */
export interface ConnectionTarget {
  readonly isSecure: boolean;
  /** A name or an address without brackets. */
  readonly hostname: string;
  readonly port: number;
}

/** Notified of the life of a connection: of one of the first two at most once, then of the close. */
export interface ConnectionOwner {
  /** The server may be sent bytes: it is connected and trusted. */
  didOpen(): void;
  /** The connection was not established; `didClose` follows. */
  didFailToOpen(error: Error): void;
  didClose(): void;
}

type ConnectionTimings = Pick<
  TransactionTimings,
  | 'domainLookupStart'
  | 'domainLookupEnd'
  | 'connectStart'
  | 'secureConnectionStart'
  | 'secureConnectionEnd'
  | 'connectEnd'
>;

/** When the phases of one message passed, and those of its connection where that was opened for it. */
export class MessageTimings {
  requestStart: number | undefined;
  requestEnd: number | undefined;
  responseStart: number | undefined;
  responseEnd: number | undefined;
  #connection: ConnectionTimings | undefined;

  constructor(readonly fetchStart: number) {}

  /** The message is written to a connection; one that was opened for an earlier message was no part of this one. */
  begin(now: number, connection: Connection, isReused: boolean): void {
    const isOwn = !isReused && (connection.timings.connectStart ?? 0) >= this.fetchStart;
    this.#connection = isOwn ? connection.timings : undefined;
    this.requestStart = now;
    this.requestEnd = undefined;
  }

  get all(): TransactionTimings {
    const { fetchStart, requestStart, requestEnd, responseStart, responseEnd } = this;
    return { fetchStart, ...this.#connection, requestStart, requestEnd, responseStart, responseEnd };
  }
}

/** Milliseconds. */
const KEEP_ALIVE_PROBE_DELAY = 60_000;

/** True for an error of a connection that went away under a request, as idle ones do. */
export function isLostConnection({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}

/** The target that a URL names. */
export function targetOf({ protocol, hostname, port }: URL): ConnectionTarget {
  const isSecure = protocol === 'https:' || protocol === 'wss:';
  const isBracketed = hostname.startsWith('[');
  return {
    isSecure,
    hostname: isBracketed ? hostname.slice(1, -1) : hostname,
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
  };
}

/**
 * A socket to a server, through its phases: connected, TLS established, server trusted. Nothing is written before the
 * last phase has passed.
 */
export class Connection {
  readonly timings: ConnectionTimings = {};
  readonly socket: Socket;
  /** The error that broke it; undefined while it works and after an orderly close. */
  error: Error | undefined;
  readonly #owner: ConnectionOwner;
  #isOpen = false;

  /** Opens it at once. With `onread`, the socket emits no data and hands every read to that callback. */
  constructor(
    target: ConnectionTarget,
    environment: ConnectionEnvironment,
    owner: ConnectionOwner,
    onread?: OnReadOpts,
  ) {
    this.#owner = owner;
    const { isSecure, hostname } = target;
    const { rootQueue, serverTrust, runInContext } = environment;
    const evaluation = isSecure ? serverTrustEvaluation(hostname, serverTrust) : undefined;
    const secure = isSecure
      ? runInContext(() => openSecurely(target, environment, evaluation, onread))
      : undefined;
    this.socket = secure ?? runInContext(() => openPlain(target, onread));
    this.socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_PROBE_DELAY);
    this.#watchPhases(isSecure, isIP(hostname) === 0, rootQueue);
    this.#watchOutcome(isSecure, environment, secure && evaluation?.start.bind(evaluation, secure));
  }

  /** Destroys the socket unless it is open already. */
  giveUp(reason: Error): void {
    if (!this.#isOpen) this.socket.destroy(reason);
  }

  async closed(): Promise<void> {
    const { socket } = this;
    if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  }

  #watchPhases(isSecure: boolean, isNamed: boolean, clock: SchedulerLike): void {
    const { timings, socket } = this;
    timings.connectStart = clock.now();
    if (isNamed) timings.domainLookupStart = timings.connectStart;
    socket.once('lookup', () => (timings.connectStart = timings.domainLookupEnd = clock.now()));
    socket.once('connect', () => (timings[isSecure ? 'secureConnectionStart' : 'connectEnd'] = clock.now()));
    socket.once('secureConnect', () => (timings.connectEnd = timings.secureConnectionEnd = clock.now()));
  }

  #watchOutcome(
    isSecure: boolean,
    { rootQueue, connectTimeout }: ConnectionEnvironment,
    judging: Judging | undefined,
  ): void {
    const { socket } = this;
    const deadline = rootQueue.schedule(
      () => socket.destroy(connectTimedOut(connectTimeout)),
      connectTimeout,
    );
    const failed = (error: Error): void => {
      deadline.unsubscribe();
      this.error ??= error;
      if (!this.#isOpen) this.#owner.didFailToOpen(error);
    };
    const opened = (): void => {
      deadline.unsubscribe();
      this.#isOpen = true;
      this.#owner.didOpen();
    };
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      if (judging === undefined) opened();
      else this.#judge(judging, opened);
    });
    socket.on('error', failed);
    socket.once('end', () => {
      this.giveUp(closedEarly());
    });
    socket.once('close', () => {
      if (!this.#isOpen && this.error === undefined) failed(closedEarly());
      this.#owner.didClose();
    });
  }

  /** The server may close the connection meanwhile. */
  #judge(judging: Judging, trusted: () => void): void {
    const { socket } = this;
    const stop = judging(
      () => {
        if (!socket.destroyed) trusted();
      },
      (refusal) => socket.destroy(refusal),
    );
    socket.once('close', () => {
      if (!this.#isOpen) stop();
    });
  }
}

/** Asks whether the server is trusted; returns how to stop asking. */
type Judging = (accepted: () => void, refused: (error: Error) => void) => () => void;

/** Options that Node would read of a polluted `Object.prototype`, as own fields without a value. */
const NOTHING_INHERITED = {
  ...{ fd: undefined, path: undefined, localAddress: undefined, localPort: undefined, family: undefined },
  ...{ hints: undefined, lookup: undefined, signal: undefined, timeout: undefined, encoding: undefined },
  ...{
    objectMode: undefined,
    readableObjectMode: undefined,
    writableObjectMode: undefined,
    onread: undefined,
  },
};

/** Node copies options over its own defaults for the others. */
const NO_TLS_INHERITED = {
  ...{
    ca: undefined,
    cert: undefined,
    key: undefined,
    pfx: undefined,
    passphrase: undefined,
    crl: undefined,
  },
  ...{ minVersion: undefined, maxVersion: undefined, secureContext: undefined, session: undefined },
  ...{ requestOCSP: undefined, socket: undefined, pskCallback: undefined, sigalgs: undefined },
};

function openPlain({ hostname, port }: ConnectionTarget, onread: OnReadOpts | undefined): Socket {
  return connectPlain({ ...NOTHING_INHERITED, host: hostname, port, ...(onread && { onread }) });
}

function openSecurely(
  { hostname, port }: ConnectionTarget,
  { tls, tlsSessions }: ConnectionEnvironment,
  evaluation: ServerTrustEvaluation | undefined,
  onread: OnReadOpts | undefined,
): TLSSocket {
  const servername = isIP(hostname) === 0 ? hostname : '';
  const key = `${hostname}:${port}`;
  const options = {
    ...NOTHING_INHERITED,
    ...NO_TLS_INHERITED,
    ...tls,
    ...{ host: hostname, port, servername, ALPNProtocols: ['http/1.1'] },
    ...(onread && { onread }),
  };
  // A resumed session brings no certificates, so a server that is judged never resumes one.
  if (evaluation !== undefined) {
    const socket = connectSecurely({ ...options, ...evaluation.connectionOptions });
    evaluation.watch(socket);
    return socket;
  }
  const session = tlsSessions.get(key);
  return connectSecurely({ ...options, ...(session && { session }) }).on('session', (made) => {
    tlsSessions.set(key, made);
  });
}

function connectTimedOut(milliseconds: number): SessionError {
  const error = new Error(`No connection after ${milliseconds} ms.`);
  return new SessionError({ kind: 'sessionTaskFailed', code: 'timedOut', error });
}

function closedEarly(): Error {
  const message = 'The server closed the connection before it was established.';
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}
