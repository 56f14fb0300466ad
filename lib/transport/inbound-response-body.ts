import type { AdapterExchange, InboundBody, InboundBodyReceiver } from './axios/adapter-exchange.js';
import type { ResponseBody } from './response-body.js';

/** A body that the adapter hands over, steered through the exchange. */
export class InboundResponseBody implements ResponseBody {
  readonly #inbound: InboundBody;
  readonly #exchange: AdapterExchange;

  constructor(inbound: InboundBody, exchange: AdapterExchange) {
    this.#inbound = inbound;
    this.#exchange = exchange;
  }

  read(receiver: InboundBodyReceiver): void {
    this.#inbound.read(receiver);
  }

  pause(): void {
    this.#exchange.controls?.pause();
  }

  resume(): void {
    this.#exchange.controls?.resume();
  }

  cancel(): void {
    this.#exchange.controls?.abort();
  }

  discard(): void {
    this.#exchange.controls?.discard();
  }
}
