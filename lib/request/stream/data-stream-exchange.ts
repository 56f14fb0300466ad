import type { Answer } from '../../answers/answer.js';
import type { SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { URLRequest } from '../../message/url-request.js';
import { expectedBodyLength } from '../../exchange/attempt-client.js';
import type { ReceivedBody } from '../../exchange/received-body.js';
import type { Stop } from '../../exchange/exchange.js';
import { judgeAhead } from '../../exchange/steps/validate-response.js';
import type { BodyLength, BodyValidation, ValidationResult } from '../../extending/validator.js';
import { RequestExchange } from '../request-exchange.js';
import { StreamedBody } from './streamed-body.js';

/** The exchange of a request whose response body is handed on as it comes. */
export class DataStreamExchange extends RequestExchange {
  readonly receiver = new StreamedBody();
  readonly streamsResponse = true;
  readonly validations: BodyValidation<BodyLength | undefined>[] = [];
  readonly received: ReceivedBody = { data: undefined };
  /** At the end there is nothing left to judge: all were asked about the head. */
  readonly validationCount = 0;

  /** Values that were delivered cannot be taken back. */
  override get canRetry(): boolean {
    return super.canRetry && !this.receiver.hasHandedOver;
  }

  /** True once only the completion may still be delivered. */
  get isGivenUp(): boolean {
    return this.request.state === 'cancelled' || this.isInterrupted;
  }

  judgeHead(judged: (refusal: SessionError | undefined) => void): Stop | void {
    const { received, validations } = this;
    const judge = this.judge.bind(this);
    return judgeAhead(this, { received, validationCount: validations.length, judge }, judged);
  }

  judge(
    index: number,
    urlRequest: URLRequest | undefined,
    response: HTTPURLResponse,
  ): Answer<ValidationResult | void> {
    const { task } = this;
    const length = task && expectedBodyLength(task.currentRequest.method, response);
    return this.validations[index]?.(urlRequest, response, { byteLength: length ?? Infinity });
  }

  /** The parsed values of a stream are its events; its end has none for monitors. */
  override didParseResponse(): void {
    // nothing was parsed
  }
}
