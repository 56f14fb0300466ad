import type { OperatorFunction, Subscriber, TeardownLogic } from 'rxjs';
import type { Answer } from '../../contracts/answer.js';
import type { TaskInfo } from '../../contracts/request-info.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import { Result } from '../../message/result.js';
import type { URLRequest } from '../../message/url-request.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import { stage } from '../stage.js';
import { validationFailure, type ValidationResult } from './validator.js';

export interface ResponseValidation extends ExchangeBase {
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

/** The body of a response, where its kind of request has put it; undefined when there is none. */
export interface ReceivedBody {
  readonly data: Uint8Array | undefined;
}

/**
 * Judges the response of a completed task, one validation after the other until one refuses, and tells the end
 * of the task. What comes out is an acceptable response; a failure of the task or of a validation is the error.
 */
export function validateResponse<Task extends TaskInfo>(x: ResponseValidation): OperatorFunction<Task, void> {
  return stage((task, out) => judgeFrom(0, x, task, out));
}

function judgeFrom(
  index: number,
  x: ResponseValidation,
  task: TaskInfo,
  out: Subscriber<void>,
): TeardownLogic {
  const { journal } = x;
  const { response } = journal;
  if (index >= x.validationCount || response === undefined || journal.error !== undefined) {
    finish(x, task, out);
    return;
  }
  const urlRequest = x.request.request;
  const judged = (result: Result<void>): void => {
    if (journal.isObserved) {
      const { request, received } = x;
      journal.tell({ type: 'requestDidValidate', request, urlRequest, response, ...received, result });
    }
    if (result.kind === 'failure') journal.error = result.error;
    out.add(judgeFrom(index + 1, x, task, out));
  };
  return ask<ValidationResult | void>(
    x,
    x.session.rootQueue,
    () => x.judge(index, urlRequest, response),
    (answer) => {
      judged(resultOf(answer));
    },
    (error) => {
      judged(Result.failure(validationFailure(error)));
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

const ACCEPTED = Result.success<void>(undefined);
