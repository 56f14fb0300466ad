import type { Answer } from '../answers/answer.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import type { ReceivedBody } from '../exchange/received-body.js';
import type { Validation, ValidationResult } from '../extending/validator.js';
import { BodyInMemory } from './body-in-memory.js';
import { RequestExchange } from './request-exchange.js';

const NO_VALIDATIONS: readonly Validation[] = [];

/** The exchange of a request whose response body is taken into memory. */
export class DataExchange extends RequestExchange {
  readonly receiver = new BodyInMemory();
  validations: readonly Validation[] = NO_VALIDATIONS;

  get data(): Uint8Array | undefined {
    return this.receiver.data;
  }

  get validationCount(): number {
    return this.validations.length;
  }

  get received(): ReceivedBody {
    return { data: this.data };
  }

  judge(
    index: number,
    urlRequest: URLRequest | undefined,
    response: HTTPURLResponse,
  ): Answer<ValidationResult | void> {
    return this.validations[index]?.(urlRequest, response, this.data);
  }
}
