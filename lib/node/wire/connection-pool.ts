import type { ConnectionEnvironment } from './connection.js';
import { Roster } from '../../scheduling/roster.js';
import { Lane, type LaneOwner, type LaneRequest } from './lane.js';

/**
 * The connections to one origin: a request goes over the one that was used last, over a new one where none
 * is free, or waits its turn where there are as many as there may be.
 */
export class ConnectionPool implements LaneOwner {
  readonly #lanes = new Set<Lane>();
  readonly #idle: Lane[] = [];
  readonly #waiting = new Roster<LaneRequest>();
  #isClosing = false;

  constructor(
    private readonly origin: string,
    readonly environment: ConnectionEnvironment,
    private readonly maximumConnections: number,
    /** Told when it holds nothing any more. */
    private readonly didEmpty: () => void,
  ) {}

  send(request: LaneRequest): void {
    const lane = this.#idle.pop() ?? this.#addLane();
    if (lane === undefined) this.#waiting.add(request);
    else lane.send(request);
  }

  /** Takes back a request that waits; false when it waits no longer. */
  withdraw(request: LaneRequest): boolean {
    return this.#waiting.delete(request);
  }

  released(lane: Lane): void {
    const next = this.#waiting.shift();
    if (next !== undefined) {
      lane.send(next);
    } else if (lane.connection === undefined) {
      this.#drop(lane);
    } else if (this.#isClosing) {
      void lane.destroy(new Error('The connections were closed.'));
    } else {
      this.#idle.push(lane);
    }
  }

  disconnected(lane: Lane): void {
    if (!lane.isIdle) return;
    const place = this.#idle.indexOf(lane);
    if (place >= 0) this.#idle.splice(place, 1);
    this.#drop(lane);
  }

  /** Closes each connection as soon as nothing needs it. */
  close(): void {
    this.#isClosing = true;
    for (const lane of this.#idle.splice(0)) void lane.destroy(new Error('The connections were closed.'));
  }

  /** Fails whatever is under way and closes every connection. */
  async destroy(reason: Error): Promise<void> {
    this.#isClosing = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
      next.fail(reason);
    await Promise.all(Array.from(this.#lanes, (lane) => lane.destroy(reason)));
  }

  #addLane(): Lane | undefined {
    if (this.#lanes.size >= this.maximumConnections) return undefined;
    const lane = new Lane(this.origin, this);
    this.#lanes.add(lane);
    return lane;
  }

  #drop(lane: Lane): void {
    this.#lanes.delete(lane);
    if (this.#lanes.size === 0) this.didEmpty();
  }
}
