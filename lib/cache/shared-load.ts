import type { HTTPHeaders } from '../message/http-headers.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { SendPhase } from '../message/request-info.js';
import type { TransactionTimings } from '../message/task-metrics.js';
import type { TransportClient, TransportTask } from '../transport/transport.js';

/** Beginning of a load, and a rule about responses that several requests may have. */
export interface LoadOrder {
  /** Sends the message, whose answer is told to `client`. */
  start(client: TransportClient): LoadedMessage;
  isShareable(response: HTTPURLResponse): boolean;
  /** Bytes that are kept for those that are behind. */
  readonly limit: number;
}

/** The message of a load. */
export interface LoadedMessage {
  readonly task: TransportTask | undefined;
  /** Ends it: nobody is left. */
  cancel(): void;
}

/** Request that shares a load. */
export interface LoadMember {
  readonly client: TransportClient;
  /** Called if the response is not one that several requests may have: it sends its own message. */
  goAlone(): void;
}

/** Loads that equal requests share, by what makes them equal. */
export class SharedLoads {
  readonly #loads = new Map<string, SharedLoad>();

  /** Joins the load of equal requests, or begins it. Leaving it is a matter of each; the last one ends it. */
  join(id: string, member: LoadMember, order: () => LoadOrder): TransportTask {
    const running = this.#loads.get(id);
    if (running?.isOpen === true) return running.join(member);
    const load = new SharedLoad(order(), () => {
      if (this.#loads.get(id) === load) this.#loads.delete(id);
    });
    this.#loads.set(id, load);
    const task = load.join(member);
    load.start();
    return task;
  }
}

/** Message for several requests. Each takes the body at its own pace; all of it is kept until the last has it. */
class SharedLoad implements TransportClient {
  readonly #members = new Set<Membership>();
  readonly #told: ((client: TransportClient) => void)[] = [];
  #message: LoadedMessage | undefined;
  #keptBytes = 0;
  #hasResponse = false;
  #isOver = false;

  constructor(
    private readonly order: LoadOrder,
    private readonly close: () => void,
  ) {}

  /** True if another one can still have all of it. */
  get isOpen(): boolean {
    return !this.#isOver && this.#keptBytes <= this.order.limit;
  }

  get task(): TransportTask | undefined {
    return this.#message?.task;
  }

  start(): void {
    this.#message = this.order.start(this);
    if (this.#members.size === 0) this.#message.cancel();
  }

  join(member: LoadMember): TransportTask {
    const membership = new Membership(this, member, this.#told);
    this.#members.add(membership);
    membership.proceed();
    return membership;
  }

  leave(membership: Membership): void {
    if (!this.#members.delete(membership) || this.#members.size > 0 || this.#isOver) return;
    this.#end();
    this.#message?.cancel();
  }

  /** The server waits where somebody who is behind would have too much kept for it. */
  didMove(): void {
    const isTooFar =
      [...this.#members].some(({ isBehind }) => isBehind) && this.#keptBytes > this.order.limit;
    if (isTooFar) this.task?.suspend();
    else this.task?.resume();
  }

  didLeaveQueue(): void {
    for (const { client } of this.#members) client?.didLeaveQueue?.();
  }

  didReceiveInformation(response: HTTPURLResponse): void {
    for (const { client } of this.#members) client?.didReceiveInformation?.(response);
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    this.#hasResponse = true;
    if (!this.order.isShareable(response)) {
      this.close();
      const [, ...others] = this.#members;
      for (const other of others) {
        this.#members.delete(other);
        other.goAlone();
      }
    }
    this.#tell((client) => {
      client.didReceiveResponse(response);
    });
  }

  didReceiveTrailers(trailers: HTTPHeaders): void {
    this.#tell((client) => {
      client.didReceiveTrailers?.(trailers);
    });
  }

  didReceiveData(data: Uint8Array): void {
    this.#keptBytes += data.byteLength;
    this.#tell((client) => {
      client.didReceiveData(data.slice());
    });
    if (!this.isOpen) this.close();
    this.didMove();
  }

  didSendBodyData(totalBytesSent: number): void {
    for (const { client } of this.#members) client?.didSendBodyData(totalBytesSent);
  }

  didComplete(error?: unknown): void {
    this.#end();
    this.#tell((client) => {
      client.didComplete(error);
    });
  }

  get sendPhase(): SendPhase {
    return this.#hasResponse ? 'something' : (this.task?.sendPhase ?? 'nothing');
  }

  #tell(tell: (client: TransportClient) => void): void {
    this.#told.push(tell);
    for (const member of [...this.#members]) member.proceed();
  }

  #end(): void {
    this.#isOver = true;
    this.close();
  }
}

/** A request's place in a load. */
class Membership implements TransportTask {
  #member: LoadMember | undefined;
  #next = 0;
  #isSuspended = false;
  #isTelling = false;

  constructor(
    private readonly load: SharedLoad,
    member: LoadMember,
    private readonly told: readonly ((client: TransportClient) => void)[],
  ) {
    this.#member = member;
  }

  get client(): TransportClient | undefined {
    return this.#member?.client;
  }

  get isBehind(): boolean {
    return this.#member !== undefined && this.#next < this.told.length;
  }

  get timings(): Readonly<TransactionTimings> {
    return this.load.task?.timings ?? {};
  }

  get sendPhase(): SendPhase {
    return this.load.sendPhase;
  }

  get isReusedConnection(): boolean | undefined {
    return this.load.task?.isReusedConnection;
  }

  get isQueued(): boolean {
    return this.load.task?.isQueued ?? false;
  }

  /** Tells what has come and was not told, as long as bytes may move. */
  proceed(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    while (!this.#isSuspended) {
      const tell = this.told[this.#next];
      const client = this.#member?.client;
      if (tell === undefined || client === undefined) break;
      this.#next += 1;
      tell(client);
    }
    this.#isTelling = false;
  }

  goAlone(): void {
    const member = this.#member;
    this.#member = undefined;
    member?.goAlone();
  }

  resume(): void {
    this.#isSuspended = false;
    this.proceed();
    this.load.didMove();
  }

  suspend(): void {
    this.#isSuspended = true;
  }

  cancel(): void {
    this.#member = undefined;
    this.load.leave(this);
  }

  discard(): void {
    this.cancel();
  }
}
