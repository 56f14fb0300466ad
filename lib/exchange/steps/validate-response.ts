import { type OperatorFunction, type Subscriber, Subscription, type TeardownLogic } from 'rxjs';
import { isDeferred, type Answer, type Deferred } from '../../answers/answer.js';
import type { BodyReceiver } from '../../transport/body-receiver.js';
import type { TaskInfo } from '../../message/request-info.js';
import { asTaskFailure, type SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import { Result } from '../../message/result.js';
import type { URLRequest } from '../../message/url-request.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import type { ReceivedBody } from '../received-body.js';
import { stage } from '../stage.js';
import { validationFailure, type ValidationResult } from '../../extending/validator.js';

export interface ResponseJudgement extends ExchangeBase {
  /** How many validations were added. */
  readonly validationCount: number;
  /** What the validations are shown of the body. */
  readonly received: ReceivedBody;
  /** Asks one of the validations, counted in the order they were added, about the response and its body. */
  judge(
    index: number,
    urlRequest: URLRequest | undefined,
    response: HTTPURLResponse,
  ): Answer<ValidationResult | void>;
}

export interface ResponseValidation extends ResponseJudgement {
  readonly receiver: BodyReceiver;
}

/** A validation that was asked, and whose answer has to be waited for. */
export interface OpenJudgement {
  readonly index: number;
  readonly answer: Deferred<ValidationResult | void>;
}

/**
 * Judges the response of a completed task, one validation after the other until one refuses, and tells the end
 * of the task. What comes out is an acceptable response; a failure of the task or of a validation is the error.
 * It goes on from `open` where the judging has begun before.
 */
export function validateResponse<Task extends TaskInfo>(
  x: ResponseValidation,
  open?: OpenJudgement,
): OperatorFunction<Task, void> {
  return stage((task, out) => {
    const judged = (): void => {
      out.add(place(x, task, out));
    };
    judgeFrom(open?.index ?? 0, x, out, judged, open?.answer);
  });
}

/** The same as far as the validations answer at once; gives back the one that does not. */
export function validateResponseAtOnce(x: ResponseValidation, task: TaskInfo): OpenJudgement | undefined {
  for (let index = 0; mayJudge(index, x); index += 1) {
    const answer = judgedAtOnce(index, x);
    if (isDeferred(answer)) return { index, answer };
    record(x, resultOf(answer));
  }
  x.journal.didCompleteTask(task, x.journal.error);
  return undefined;
}

/** Judges a response in the same way ahead of its body; `refusal` is what a validation refused it with. */
export function judgeResponse(
  x: ResponseJudgement,
  judged: (refusal: SessionError | undefined) => void,
): TeardownLogic {
  const asking = new Subscription();
  judgeFrom(0, x, asking, () => {
    judged(x.journal.error);
  });
  return asking;
}

function judgeFrom(
  index: number,
  x: ResponseJudgement,
  asking: Subscription,
  done: () => void,
  answer?: Answer<ValidationResult | void>,
): void {
  if (!mayJudge(index, x)) {
    done();
    return;
  }
  const judged = (result: Result<void>): void => {
    record(x, result);
    judgeFrom(index + 1, x, asking, done);
  };
  const question = ask<ValidationResult | void>(
    x,
    x.session.rootQueue,
    () => answer ?? judgement(index, x),
    (given) => {
      judged(resultOf(given));
    },
    (error) => {
      judged(Result.failure(validationFailure(error)));
    },
  );
  asking.add(question);
}

function mayJudge(index: number, { validationCount, journal }: ResponseJudgement): boolean {
  return index < validationCount && journal.response !== undefined && journal.error === undefined;
}

function judgement(index: number, x: ResponseJudgement): Answer<ValidationResult | void> {
  return x.judge(index, x.request.request, x.journal.response as HTTPURLResponse);
}

function judgedAtOnce(index: number, x: ResponseValidation): Answer<ValidationResult | void> {
  try {
    const answer = x.runInContext(() => judgement(index, x));
    return isDeferred(answer) ? answer : resultOf(answer);
  } catch (error) {
    return Result.failure(error);
  }
}

function record(x: ResponseJudgement, result: Result<void>): void {
  const { journal, request } = x;
  const { response } = journal;
  if (response !== undefined && journal.tells('requestDidValidate')) {
    const urlRequest = request.request;
    journal.tell({ type: 'requestDidValidate', request, urlRequest, response, ...x.received, result });
  }
  if (result.kind === 'failure') journal.error = result.error;
}

/** What was found acceptable is put where it belongs, where it is not there already. */
function place(x: ResponseValidation, task: TaskInfo, out: Subscriber<void>): TeardownLogic {
  const { journal, receiver } = x;
  const placed = (): void => {
    finish(x, task, out);
  };
  if (receiver.place === undefined || journal.error !== undefined) {
    placed();
    return;
  }
  return ask(
    x,
    x.session.rootQueue,
    () => receiver.place?.(task),
    placed,
    (cause) => {
      journal.error = asTaskFailure(cause);
      placed();
    },
  );
}

function finish({ journal }: ResponseValidation, task: TaskInfo, out: Subscriber<void>): void {
  journal.didCompleteTask(task, journal.error);
  if (journal.error === undefined) out.next();
  else out.error(journal.error);
}

function resultOf(answer: ValidationResult | void | null): Result<void> {
  if (answer === undefined || answer === null) return ACCEPTED;
  switch (answer.kind) {
    case 'success':
      return ACCEPTED;
    case 'failure':
      return Result.failure(validationFailure(answer.error));
    default:
      return Result.failure(validationFailure(new TypeError('A validation answered no Result.')));
  }
}

const ACCEPTED = /* @__PURE__ */ Result.success<void>(undefined);
