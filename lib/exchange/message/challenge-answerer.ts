import type { MessageClient } from './message.js';
import type { OpenResult } from './message-result.js';
import type { Sending } from './sending.js';

/**
 * Answers the challenges of one message. `challenge` is the one that arrived; undefined if the message has not been sent,
 * because its protection space was answered before. A module of its own, loaded only by requests that answer challenges.
 */
export type ChallengeAnswerer = (sending: Sending, challenge: OpenResult | undefined) => ChallengedMessage;

/** A message whose challenges are being answered: receives its results before the route does. */
export interface ChallengedMessage extends MessageClient {
  begin(): void;
  stop(): void;
}
