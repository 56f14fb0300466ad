import type { Destination } from './download-destination.js';
import type { DownloadIntake, DownloadOwner } from './download-intake.js';

/** Order to write a response body to a file. */
export interface DownloadPlan {
  readonly destination: Destination;
  /** Creates the receiver of the body. */
  makeIntake(owner: DownloadOwner): DownloadIntake;
}
