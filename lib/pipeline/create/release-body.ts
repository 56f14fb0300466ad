import type { OperatorFunction } from 'rxjs';
import type { Answer } from '../../contracts/answer.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import { stage } from '../stage.js';

export interface BodyRelease extends ExchangeBase {
  /** Gives up what the body of the attempt occupies, such as a temporary file; undefined without any. */
  readonly releaseUploadBody: (() => Answer<void>) | undefined;
}

/** Lets nothing go on before what the body of the attempt occupied is gone; failing to is no failure. */
export function releaseBody<T>(x: BodyRelease): OperatorFunction<T, T> {
  return stage((passing, out) => {
    const { releaseUploadBody } = x;
    const goOn = (): void => {
      out.next(passing);
    };
    if (releaseUploadBody === undefined) {
      goOn();
      return;
    }
    return ask(x, x.session.rootQueue, releaseUploadBody, goOn, goOn);
  });
}
