import type { Transport } from '../transport/transport.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestPlan } from '../request/request-plan.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { RequestOptions } from './request-options.js';
import { isFileURL, makeURLRequest, type RequestTarget } from './request-target.js';

/** The plan of a request that carries its body in its URLRequest. */
export class TargetPlan implements RequestPlan {
  readonly interceptor: RequestInterceptor | undefined;
  readonly shouldAutomaticallyResume: boolean | undefined;
  readonly signal: AbortSignal | undefined;

  constructor(
    private readonly target: RequestTarget,
    private readonly options: RequestOptions,
    readonly transport: Transport,
    /** Unless the options name another. */
    readonly method: HTTPMethod = 'GET',
  ) {
    // what is no options at all is told in the response
    const given = options as RequestOptions | null;
    this.interceptor = given?.interceptor;
    this.shouldAutomaticallyResume = given?.shouldAutomaticallyResume;
    this.signal = given?.signal;
  }

  get readsFile(): boolean {
    return isFileURL(this.target);
  }

  makeURLRequest(): URLRequest {
    return makeURLRequest(this.target, this.options, this);
  }
}
