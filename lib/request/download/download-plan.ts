import type { Destination } from './download-destination.js';
import type { DownloadIntake, DownloadOwner } from './download-intake.js';

/** What is to become of the body of a download. */
export interface DownloadPlan {
  readonly destination: Destination;
  /** What takes in the body. */
  makeIntake(owner: DownloadOwner): DownloadIntake;
}
