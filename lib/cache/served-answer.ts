import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TransactionTimings } from '../message/task-metrics.js';
import { awaitAnswer } from '../answers/answer.js';
import { reportUnhandledError } from '../scheduling/report-unhandled-error.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { TransportClient } from '../transport/transport.js';
import type { StoredBody } from './http-cache-store.js';
import type { ByteRange } from './rules/partial.js';
import { serveBody, type ServedBody } from './served-body.js';

/** An answer without a connection: told in a turn of its own, and held while the task is suspended. */
export class ServedAnswer {
  readonly timings: TransactionTimings = {};
  #client: TransportClient | undefined;
  #isSuspended = false;
  #held: (() => void)[] = [];
  #body: ServedBody | undefined;
  #unopened: StoredBody | undefined;

  constructor(
    private readonly queue: SerialScheduler,
    client: TransportClient,
  ) {
    this.#client = client;
    this.timings.fetchStart = queue.now();
  }

  /** Tells the head, then the bytes of the body, then the end. */
  serve(response: HTTPURLResponse, body: StoredBody, bytes: ByteRange | undefined): void {
    this.#unopened = body;
    this.#inTurn(() => {
      this.timings.responseStart = this.queue.now();
      this.#client?.didReceiveResponse(response);
      const client = this.#client;
      if (client === undefined) return;
      this.#unopened = undefined;
      this.#body = serveBody(body, bytes, this.#whileWanted(client));
      if (this.#isSuspended) this.#body?.pause();
    });
  }

  fail(error: unknown): void {
    this.#inTurn(() => {
      this.#end(error);
    });
  }

  suspend(): void {
    this.#isSuspended = true;
    this.#body?.pause();
  }

  resume(): void {
    this.#isSuspended = false;
    this.#body?.resume();
    for (const work of this.#held.splice(0)) work();
  }

  cancel(): void {
    this.#client = undefined;
    this.#held = [];
    this.#body?.cancel();
    this.#release();
  }

  /** Of a body that is not read, its file is not left open. */
  #release(): void {
    const body = this.#unopened;
    this.#unopened = undefined;
    if (body === undefined || body instanceof Uint8Array) return;
    awaitAnswer(
      () => body.close?.(),
      () => undefined,
      reportUnhandledError,
    );
  }

  #inTurn(work: () => void): void {
    this.queue.enqueue(() => {
      if (this.#isSuspended) this.#held.push(work);
      else work();
    });
  }

  #whileWanted(client: TransportClient): TransportClient {
    return {
      didReceiveResponse: () => undefined,
      didSendBodyData: () => undefined,
      didReceiveData: (data) => {
        if (this.#client !== undefined) client.didReceiveData(data);
      },
      didComplete: (error) => {
        this.#end(error);
      },
    };
  }

  #end(error: unknown): void {
    const client = this.#client;
    this.#client = undefined;
    this.timings.responseEnd = this.queue.now();
    client?.didComplete(error);
  }
}
