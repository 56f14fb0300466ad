import type { Subscription } from 'rxjs';
import { SessionError } from '../../errors/session-error.js';
import type { SerialScheduler } from '../../scheduling/serial-scheduler.js';
import { networkFailure } from '../../transport/network-error.js';
import type { WebSocketPingResponse } from './web-socket-event.js';
import type { WebSocketHop } from './web-socket-hop.js';

/** Pings of a socket, each with one response: those of the caller, and those at regular intervals. */
export class WebSocketPings {
  readonly #rootQueue: SerialScheduler;
  readonly #canPing: boolean;
  readonly #waiting = new Set<(response: WebSocketPingResponse) => void>();
  #hop: WebSocketHop | undefined;
  #interval: number | undefined;
  #timer: Subscription | undefined;

  /** `canPing`: whether the platform has pings at all. */
  constructor(rootQueue: SerialScheduler, canPing: boolean) {
    this.#rootQueue = rootQueue;
    this.#canPing = canPing;
  }

  /** The socket is open: with an interval, in milliseconds, it is pinged from now on. */
  open(hop: WebSocketHop, interval: number | undefined): void {
    this.#hop = hop;
    this.#interval = interval;
    this.#pingLater();
  }

  /** Sends a ping now; `respond` is called once. */
  send(respond: (response: WebSocketPingResponse) => void): void {
    if (!this.#canPing) {
      respond({
        kind: 'error',
        error: new SessionError({ kind: 'unsupported', feature: 'pings of a WebSocket' }),
      });
      return;
    }
    const hop = this.#hop;
    if (hop?.canPing !== true) {
      respond({ kind: 'unsent' });
      return;
    }
    const start = this.#rootQueue.now();
    this.#waiting.add(respond);
    try {
      hop.ping(() => {
        const end = this.#rootQueue.now();
        if (this.#waiting.delete(respond)) respond({ kind: 'pong', start, end, latency: end - start });
      });
    } catch (cause) {
      this.#waiting.delete(respond);
      respond({ kind: 'error', error: networkFailure(cause, { hasResponse: true }) });
    }
  }

  /** No more pings by themselves. */
  stop(): void {
    this.#interval = undefined;
    this.#timer?.unsubscribe();
  }

  /** No pong comes any more. */
  end(error: SessionError | undefined): void {
    this.stop();
    this.#hop = undefined;
    const responses = [...this.#waiting];
    this.#waiting.clear();
    for (const respond of responses) respond({ kind: 'error', error: error ?? closedBeforePong() });
  }

  /** The next one comes an interval after the pong, or after the time at which none could be sent. */
  #pingLater(): void {
    if (this.#interval === undefined) return;
    this.#timer = this.#rootQueue.schedule(() => {
      this.send(() => {
        this.#pingLater();
      });
    }, this.#interval);
  }
}

function closedBeforePong(): SessionError {
  const detail = 'the WebSocket was closed before the pong came';
  return new SessionError({ kind: 'sessionTaskFailed', code: 'networkConnectionLost', detail });
}
