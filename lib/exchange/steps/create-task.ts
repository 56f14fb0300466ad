import { Attempt } from '../attempt.js';
import { AttemptClient } from '../attempt-client.js';
import { Message } from '../message/message.js';
import type { PreparedRequest } from '../exchange.js';
import type { Step } from '../step.js';

/** Creates the attempt, which extensions see as a task, and its first message: the session's headers and cache policy join it. */
export const createTask: Step<PreparedRequest, Message> = (x, { urlRequest, body }, go) => {
  const { session, journal } = x;
  journal.didCreateURLRequest(urlRequest);
  const attempt = new Attempt(session.nextTaskID(), urlRequest, session.rootQueue.now());
  session.delegate.didCreateTask(attempt, new AttemptClient(x, attempt));
  journal.didCreateTask(attempt);
  x.didCreateTask(attempt);
  const headers = session.headers.merging(urlRequest.headers);
  const cachePolicy = urlRequest.hasCachePolicy ? urlRequest.cachePolicy : session.requestCachePolicy;
  const isComplete = headers === urlRequest.headers && cachePolicy === urlRequest.cachePolicy;
  const sent = isComplete ? urlRequest : urlRequest.with({ headers, cachePolicy });
  return go.next(new Message(x, attempt, sent, body));
};
