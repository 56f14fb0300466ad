import { type MonoTypeOperatorFunction, Observable, type Subscriber, Subscription } from 'rxjs';
import type { TaskInfo } from '../../message/request-info.js';
import { isSameOrigin } from '../../message/url-origin.js';
import { ask } from '../ask.js';
import type { ChallengedHop, HopResult } from '../hop-result.js';
import type { PreparedRequest } from '../prepared-request.js';
import type { RunningTask } from '../running-task.js';
import { stage } from '../stage.js';
import type { ChallengeContext, MessageOfTask } from './challenge-answerer.js';

/**
 * Lets each message of a task be sent once more, with an `Authorization`, when a server challenges it. What cannot
 * be answered, and what was answered in vain, goes on as a challenge. A task whose challenges nobody answers or
 * watches passes untouched.
 */
export function answerChallenges<Task extends TaskInfo>(
  x: ChallengeContext,
): MonoTypeOperatorFunction<RunningTask<Task>> {
  return stage((running, out) => {
    out.next(isConcerned(x) ? answering(x, running) : running);
  });
}

function isConcerned({ credential, session }: ChallengeContext): boolean {
  return (
    credential !== undefined ||
    session.credentialStorage !== undefined ||
    session.events.hasListenersFor('taskDidReceiveChallenge')
  );
}

/**
 * The request's own credential is for the origin that its task was made for: once a redirect has led elsewhere,
 * it answers nobody any more, not even that origin.
 */
function answering<Task extends TaskInfo>(
  x: ChallengeContext,
  running: RunningTask<Task>,
): RunningTask<Task> {
  const { task, first } = running;
  let isAtHome = true;
  const send = (message: PreparedRequest): Observable<HopResult> => {
    isAtHome &&= isSameOrigin(message.urlRequest.url, first.urlRequest.url);
    const given = { running, message, isAtHome, challenged: undefined };
    return new Observable((out) =>
      x.answeredSpaces.length > 0 ? answer(x, given, out) : sendFirst(x, given, out),
    );
  };
  return { task, first, send };
}

/** Until it is challenged there is nothing to do. */
function sendFirst(x: ChallengeContext, given: MessageOfTask, out: Subscriber<HopResult>): Subscription {
  const sent = new Subscription();
  const challenged = (hop: ChallengedHop): void => {
    sent.add(answer(x, { ...given, challenged: { hop, waiting } }, out));
  };
  const waiting = given.running.send(given.message).subscribe({
    next: (result) => {
      if (result.kind === 'challenged') challenged(result);
      else out.next(result);
    },
    error: (error: unknown) => {
      out.error(error);
    },
  });
  sent.add(waiting);
  return sent;
}

function answer(x: ChallengeContext, given: MessageOfTask, out: Subscriber<HopResult>): Subscription {
  const answering = new Subscription();
  const failed = (error: unknown): void => {
    out.error(error);
  };
  const loaded = ask(
    x,
    x.session.rootQueue,
    x.loadChallengeAnswerer,
    (challengeAnswerer) => {
      answering.add(challengeAnswerer(x, given, out));
    },
    failed,
  );
  answering.add(loaded);
  return answering;
}
