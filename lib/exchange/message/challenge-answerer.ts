import type { Subscriber, Subscription } from 'rxjs';
import type { Answer } from '../../answers/answer.js';
import type { TaskInfo } from '../../message/request-info.js';
import type { Transport } from '../../transport/transport.js';
import type { URLCredential } from '../../message/url-credential.js';
import type { ExchangeBase } from '../exchange-base.js';
import type { ChallengedHop, HopResult } from '../hop-result.js';
import type { PreparedRequest } from '../prepared-request.js';
import type { RunningTask } from '../running-task.js';
import type { UnderstoodChallenge } from './challenge-rules.js';

/**
 * Takes over a message that is challenged, or that can be answered before it is, and tells `out` what comes of it in
 * the end. Not a part of the stage, so that only those who answer challenges load it.
 */
export type ChallengeAnswerer = (
  x: ChallengeContext,
  given: MessageOfTask,
  out: Subscriber<HopResult>,
) => Subscription;

export interface ChallengeContext extends ExchangeBase {
  /** What the request answers challenges with; undefined leaves it to the session. */
  readonly credential: URLCredential | undefined;
  /** What the request has answered, over all of its attempts, the latest first. */
  answeredSpaces: readonly AnsweredSpace[];
  /** Browsers load it when it is first needed. */
  readonly loadChallengeAnswerer: () => Answer<ChallengeAnswerer>;
  /** What the messages go through. */
  readonly transport: Transport;
}

/** A message, and where in its task it stands. */
export interface MessageOfTask {
  readonly running: RunningTask<TaskInfo>;
  readonly message: PreparedRequest;
  /** Whether the task has not left the origin it was made for. */
  readonly isAtHome: boolean;
  /** What has come of it, and what is waiting for the decision; undefined where it is still to be sent. */
  readonly challenged: { readonly hop: ChallengedHop; readonly waiting: Subscription } | undefined;
}

/** A challenge that was answered, and may be answered again before it is asked. */
export interface AnsweredSpace {
  readonly challenge: UnderstoodChallenge;
  readonly credential: URLCredential;
  /** What asked. */
  readonly url: string;
  /** How often the nonce was used. */
  nonceCount: number;
  /** Ours, made with its first use: what is bound to a session (RFC 7616 §3.4.2) is bound to that one. */
  cnonce: string | undefined;
}
