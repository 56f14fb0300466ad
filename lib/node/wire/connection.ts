import { once } from 'node:events';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecurely, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { SchedulerLike } from 'rxjs';
import type { buildConnector } from 'undici';
import type { StopWaiting } from '../../answers/answer.js';
import type { ServerTrustHandling } from '../../transport/server-trust-managing.js';
import { SessionError } from '../../errors/session-error.js';
import type { TransactionTimings } from '../../message/task-metrics.js';
import { serverTrustEvaluation, type ServerTrustEvaluation } from '../trust/server-trust-evaluation.js';
import type { TLSSessions } from './tls-sessions.js';

/** What every connection of a session is opened with. */
export interface ConnectionEnvironment {
  /** Milliseconds until a connection must stand, TLS included. */
  readonly connectTimeout: number;
  /** Carries the connect timeout, and is the clock of the timings. */
  readonly rootQueue: SchedulerLike;
  readonly tlsSessions: TLSSessions;
  readonly tls: TLSOptions | undefined;
  /** Undefined where Node judges servers by itself. */
  readonly serverTrust?: ServerTrustHandling | undefined;
}

/** How the session proves who it is, and whom it trusts, beyond what Node does by itself. */
export type TLSOptions = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'passphrase' | 'rejectUnauthorized'>;

type ConnectionTimings = Pick<
  TransactionTimings,
  | 'domainLookupStart'
  | 'domainLookupEnd'
  | 'connectStart'
  | 'secureConnectionStart'
  | 'secureConnectionEnd'
  | 'connectEnd'
>;

const KEEP_ALIVE_PROBE_DELAY = 60_000;

/** A socket on its way to a server, and then to it: when its phases passed and what it has carried. */
export class Connection {
  readonly timings: ConnectionTimings = {};
  readonly socket: Socket;
  /** Requests that were written to it. */
  requestCount = 0;
  /** Why it broke, when it did not just end. */
  error: Error | undefined;
  #isEstablished = false;
  #isHeld = false;

  /** Opens it at once; `opened` is told the socket or the failure, once. `closed` is told in any case. */
  constructor(
    options: buildConnector.Options,
    environment: ConnectionEnvironment,
    opened: buildConnector.Callback,
    closed: () => void,
  ) {
    const isSecure = options.protocol === 'https:';
    const { serverTrust } = environment;
    const evaluation = isSecure ? serverTrustEvaluation(options.hostname, serverTrust) : undefined;
    const secure = isSecure ? openSecurely(options, environment, evaluation) : undefined;
    this.socket = secure ?? openPlain(options);
    this.socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_PROBE_DELAY);
    this.#putValve();
    this.#watch(isSecure, isIP(options.hostname) === 0, environment.rootQueue);
    const judging = secure && evaluation?.start.bind(evaluation, secure);
    this.#answer(isSecure, environment, judging, opened);
    this.socket.once('close', closed);
  }

  /** Gives up a connection that does not stand yet. */
  giveUp(reason: Error): void {
    if (!this.#isEstablished) this.socket.destroy(reason);
  }

  /** Leaves what comes in the socket: once that is full, the server has to wait. */
  hold(): void {
    this.#isHeld = true;
  }

  /** In a turn of its own, since undici may be in the middle of what another connection brought. */
  flow(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    queueMicrotask(() => {
      if (!this.#isHeld) this.socket.emit('readable');
    });
  }

  async closed(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, 'close');
  }

  /** Undici's own way to pause ends the process when the server closes a connection that is paused. */
  #putValve(): void {
    const { socket } = this;
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => (this.#isHeld && size !== 0 ? null : read(size));
  }

  #watch(isSecure: boolean, isNamed: boolean, clock: SchedulerLike): void {
    const { timings, socket } = this;
    timings.connectStart = clock.now();
    if (isNamed) timings.domainLookupStart = timings.connectStart;
    socket.once('lookup', () => (timings.connectStart = timings.domainLookupEnd = clock.now()));
    socket.once('connect', () => (timings[isSecure ? 'secureConnectionStart' : 'connectEnd'] = clock.now()));
    socket.once('secureConnect', () => (timings.connectEnd = timings.secureConnectionEnd = clock.now()));
  }

  #answer(
    isSecure: boolean,
    environment: ConnectionEnvironment,
    judging: Judging | undefined,
    opened: buildConnector.Callback,
  ): void {
    const { socket } = this;
    const deadline = environment.rootQueue.schedule(() => {
      socket.destroy(connectTimedOut(environment.connectTimeout));
    }, environment.connectTimeout);
    socket.once('close', () => {
      deadline.unsubscribe();
    });
    const failed = (error: Error): void => {
      deadline.unsubscribe();
      this.error = error;
      if (!this.#isEstablished) opened(error, null);
    };
    const stands = (): void => {
      deadline.unsubscribe();
      this.#isEstablished = true;
      opened(null, socket);
    };
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      if (judging === undefined) stands();
      else this.#judge(judging, stands, failed);
    });
    socket.on('error', failed);
  }

  /** Nothing is sent before the server is trusted. One that closes the connection meanwhile may do so without an error. */
  #judge(judging: Judging, trusted: () => void, failed: (error: Error) => void): void {
    const { socket } = this;
    const left = (): void => {
      stop();
      if (this.error === undefined) failed(closedUnjudged());
    };
    const accepted = (): void => {
      if (socket.destroyed) return;
      socket.off('close', left);
      trusted();
    };
    socket.once('close', left);
    const stop = judging(accepted, (refusal) => socket.destroy(refusal));
  }
}

/** Asks whether the server is trusted. */
type Judging = (accepted: () => void, refused: (error: Error) => void) => StopWaiting;

function openPlain({ hostname, port }: buildConnector.Options): Socket {
  const options = { host: hostname, port: Number(port || 80), highWaterMark: 64 * 1024 };
  return connectPlain(options);
}

function openSecurely(
  target: buildConnector.Options,
  environment: ConnectionEnvironment,
  evaluation: ServerTrustEvaluation | undefined,
): TLSSocket {
  const { hostname } = target;
  const port = Number(target.port || 443);
  const servername = target.servername ?? (isIP(hostname) === 0 ? hostname : '');
  const key = `${servername || hostname}:${port}`;
  const { tls, tlsSessions } = environment;
  const options = { host: hostname, port, servername, ALPNProtocols: ['http/1.1'], highWaterMark: 16 * 1024 };
  // a session that is resumed comes without the certificates of its server: what is judged is never resumed
  if (evaluation !== undefined) {
    const socket = connectSecurely({ ...tls, ...options, ...evaluation.connectionOptions });
    evaluation.watch(socket);
    return socket;
  }
  const session = tlsSessions.get(key);
  return connectSecurely({ ...tls, ...options, ...(session && { session }) }).on('session', (made) => {
    tlsSessions.set(key, made);
  });
}

function connectTimedOut(milliseconds: number): SessionError {
  const error = new Error(`No connection after ${milliseconds} ms.`);
  return new SessionError({ kind: 'sessionTaskFailed', code: 'timedOut', error });
}

function closedUnjudged(): Error {
  const message = 'The server has closed the connection before it was judged.';
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}
