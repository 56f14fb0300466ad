import type { RequestInterceptor } from '../extending/interceptor.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { OptionBag } from '../message/option-bag.js';
import type { RequestContext } from '../message/request-info.js';
import type { URLRequest } from '../message/url-request.js';
import { ExtendedPlan, type PlanParts, type RequestPlan } from '../request/request-plan.js';
import type { ConvertibleOptions, RequestOptions } from './request-options.js';
import {
  isFileURL,
  isURLRequestConvertible,
  makeURLRequest,
  type RequestTarget,
  type URLBase,
} from './request-target.js';

/** Options that were read, or the exception that says why they cannot be. */
export interface ReadOptions<Options> {
  /** Empty if they make no sense. */
  readonly options: Readonly<Options>;
  readonly failure: { readonly cause: unknown } | undefined;
}

/** Reads options without throwing. */
export function readOptions<Options extends object>(
  bag: OptionBag<Options>,
  given: Options | undefined,
): ReadOptions<Options> {
  try {
    return { options: bag.read(given), failure: undefined };
  } catch (cause) {
    return { options: bag.read(undefined), failure: { cause } };
  }
}

/** Readers of the options of one kind of request, to a URL and to a convertible. */
export interface TargetOptions<Options extends RequestOptions> {
  readonly url: OptionBag<Options>;
  readonly convertible: OptionBag<Omit<Options, Exclude<keyof RequestOptions, keyof ConvertibleOptions>>>;
}

/** Reads the options of a request to a target. A convertible brings its own method, headers and body. */
export function readOptionsFor<Options extends RequestOptions>(
  target: unknown,
  given: Options | undefined,
  { url, convertible }: TargetOptions<Options>,
): ReadOptions<Options> {
  return readOptions(isURLRequestConvertible(target) ? (convertible as OptionBag<Options>) : url, given);
}

/** Plan of a request to a target. Options that make no sense are the failure of each attempt. */
export class TargetPlan<Options extends RequestOptions = RequestOptions> implements RequestPlan {
  constructor(
    private readonly target: RequestTarget,
    protected readonly read: ReadOptions<Options>,
    private readonly base: URLBase,
    /** Method unless the options name another. */
    private readonly method: HTTPMethod = 'GET',
  ) {}

  get readsFile(): boolean {
    return isFileURL(this.target);
  }

  get interceptor(): RequestInterceptor | undefined {
    return this.read.options.interceptor;
  }

  get shouldAutomaticallyResume(): boolean | undefined {
    return this.read.options.shouldAutomaticallyResume;
  }

  get signal(): AbortSignal | undefined {
    return this.read.options.signal;
  }

  get timeoutIntervalForResource(): number | undefined {
    return this.read.options.timeoutIntervalForResource;
  }

  get context(): RequestContext | undefined {
    return this.read.options.context;
  }

  get upload(): undefined {
    return undefined;
  }

  get webSocket(): undefined {
    return undefined;
  }

  get download(): undefined {
    return undefined;
  }

  makeURLRequest(): URLRequest {
    const { options, failure } = this.read;
    if (failure !== undefined) throw failure.cause;
    return makeURLRequest(this.target, options, this.base, this.method);
  }

  with(parts: PlanParts): RequestPlan {
    return new ExtendedPlan(this, parts);
  }
}
