import type { OperatorFunction } from 'rxjs';
import type { ExchangeBase } from '../exchange-base.js';
import { stage } from '../stage.js';

export interface ResponseDelivery extends ExchangeBase {
  /** The outcome stands: whoever comes from now on is late. */
  didSettle(): void;
  /** Hands every response over to those who wait for it. */
  deliver(): void;
}

/** Hands every serialized response to those who wait for it: the end of the exchange. */
export function deliverResponses(x: ResponseDelivery): OperatorFunction<unknown, never> {
  return stage((_, out) => {
    x.didSettle();
    x.deliver();
    out.complete();
  });
}
