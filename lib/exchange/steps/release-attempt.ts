import type { OperatorFunction } from 'rxjs';
import type { Answer } from '../../answers/answer.js';
import { askPatiently } from '../ask-patiently.js';
import type { ExchangeBase } from '../exchange-base.js';
import { stage } from '../stage.js';

export interface AttemptRelease extends ExchangeBase {
  /** Gives up what the attempt occupies, such as a temporary file, however it has ended; undefined without any. */
  readonly releaseAttempt: (() => Answer<void>) | undefined;
}

/** Lets nothing go on before what the attempt occupied is gone, unless that takes too long. */
export function releaseAttempt<T>(x: AttemptRelease): OperatorFunction<T, T> {
  return stage((passing, out) => {
    const { releaseAttempt: release } = x;
    const goOn = (): void => {
      out.next(passing);
    };
    if (release !== undefined) return askPatiently(x, release, goOn);
    goOn();
    return undefined;
  });
}
