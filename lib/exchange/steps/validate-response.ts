import { Subscription } from 'rxjs';
import type { SessionError } from '../../errors/session-error.js';
import { validationFailure, type ValidationResult } from '../../extending/validator.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import { Result } from '../../message/result.js';
import { ask, type AskingExchange } from '../ask.js';
import type { Attempt } from '../attempt.js';
import type { Exchange, Validations, Stop } from '../exchange.js';
import type { Moves, Step } from '../step.js';

/** Asks one validation after the other about the response of a completed attempt, until one refuses it. */
export const validateResponse: Step<Attempt, Attempt> = (x, attempt, go) => {
  const response = responseToJudge(x, x.hooks, attempt.validationCount);
  return response === undefined ? go.next(attempt) : judge(x, attempt, response, go);
};

function judge(x: Exchange, attempt: Attempt, response: HTTPURLResponse, go: Moves<Attempt>): Stop | void {
  const { hooks, request, session } = x;
  const judged = (result: Result<void>): Stop | undefined => {
    record(x, hooks, result);
    attempt.validationCount += 1;
    return go.now();
  };
  return go.once(
    session.rootQueue,
    () => hooks.judge(attempt.validationCount, request.request, response),
    (answer) => judged(resultOf(answer)),
    (cause) => judged(Result.failure(validationFailure(cause))),
  );
}

/** Exchange as validations see it. */
type Judged = AskingExchange & Pick<Exchange, 'journal' | 'request'>;

/** Asks the validations about a response whose body is not read yet. Calls `judged` with the refusal, if any. */
export function judgeAhead(
  x: Judged,
  validations: Validations,
  judged: (refusal: SessionError | undefined) => void,
): Stop | void {
  const asking = new Subscription();
  const judgeFrom = (index: number): void => {
    const response = responseToJudge(x, validations, index);
    if (response === undefined) {
      judged(x.journal.error);
      return;
    }
    const proceed = (result: Result<void>): void => {
      record(x, validations, result);
      judgeFrom(index + 1);
    };
    const stop = ask(
      x,
      x.session.rootQueue,
      () => validations.judge(index, x.request.request, response),
      (answer) => {
        proceed(resultOf(answer));
      },
      (cause) => {
        proceed(Result.failure(validationFailure(cause)));
      },
    );
    if (stop !== undefined) asking.add(stop);
  };
  judgeFrom(0);
  return asking;
}

/** Response to ask the validation at `index` about; undefined if it is not asked. */
function responseToJudge(
  { journal }: Judged,
  { validationCount }: Validations,
  index: number,
): HTTPURLResponse | undefined {
  return index < validationCount && journal.error === undefined ? journal.response : undefined;
}

function record({ journal, request }: Judged, { received }: Validations, result: Result<void>): void {
  const { response } = journal;
  if (response !== undefined && journal.tells('requestDidValidate')) {
    const urlRequest = request.request;
    journal.tell({ type: 'requestDidValidate', request, urlRequest, response, ...received, result });
  }
  if (result.kind === 'failure') journal.error = result.error;
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
