import type { OperatorFunction } from 'rxjs';
import type { BodyReceiver } from '../../transport/body-receiver.js';
import { askPatiently } from '../ask-patiently.js';
import type { ExchangeBase } from '../exchange-base.js';
import { stage } from '../stage.js';

export interface ResponseDelivery extends ExchangeBase {
  /** A cancellation is on its way, and what it interrupts is not delivered any more. */
  readonly isBeingCancelled: boolean;
  readonly receiver: BodyReceiver;
  /** The outcome stands: whoever comes from now on is late. */
  didSettle(): void;
  /** Hands every response over to those who wait for it. */
  deliver(): void;
}

/** Hands every serialized response to those who wait for it: the end of the exchange. */
export function deliverResponses(x: ResponseDelivery): OperatorFunction<unknown, never> {
  return stage((_, out) => {
    const { receiver } = x;
    if (receiver.discard === undefined) {
      if (deliverAtOnce(x)) out.complete();
      return;
    }
    if (x.isBeingCancelled) return;
    x.didSettle();
    const deliver = (): void => {
      x.deliver();
      out.complete();
    };
    return askPatiently(x, () => receiver.discard?.(), deliver);
  });
}

/** The same at once; false when there was nothing to do: a cancellation goes on from here. */
export function deliverAtOnce(x: ResponseDelivery): boolean {
  if (x.isBeingCancelled) return false;
  x.didSettle();
  x.deliver();
  return true;
}
