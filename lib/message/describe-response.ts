import type { HTTPBody, URLRequest } from './url-request.js';
import type { HTTPHeaders } from './http-headers.js';
import type { HTTPURLResponse } from './http-url-response.js';
import type { Result } from './result.js';
import { shownBody, shownFields } from './inspection.js';
import { redactedFields } from './secret-headers.js';
import type { TaskMetrics } from './task-metrics.js';
import { printableURL } from './url-convertible.js';

/** Parts of a response that are described. */
export interface DescribedResponse {
  readonly request: URLRequest | undefined;
  readonly response: HTTPURLResponse | undefined;
  /** Body in memory. */
  readonly data?: Uint8Array | undefined;
  /** Body on disk. */
  readonly fileURL?: URL | undefined;
  readonly resumeData?: Uint8Array | undefined;
  readonly metrics: TaskMetrics | undefined;
  readonly serializationDuration: number;
  readonly result: Result<unknown, unknown>;
}

/** `success`, or `failure` with the message of the error. Values, which may be secrets, are not shown. */
export function describeResult(result: Result<unknown, unknown>): string {
  if (result.kind === 'success') return 'success';
  const { error } = result;
  return `failure: ${error instanceof Error ? error.message || error.name : 'an error that is no Error'}`;
}

/** Describes a response on several lines: secret headers by name alone, bodies by their length. */
export function describeResponse(response: DescribedResponse, secretHeaders?: ReadonlySet<string>): string {
  const { metrics, serializationDuration } = response;
  return [
    ...describeRequest(response.request, secretHeaders),
    ...describeReceived(response.response, secretHeaders),
    ...describeReceivedBody(response),
    `[Network Duration]: ${metrics === undefined ? 'none' : `${String(metrics.taskInterval.duration)} ms`}`,
    `[Serialization Duration]: ${String(serializationDuration)} ms`,
    `[Result]: ${describeResult(response.result)}`,
  ].join('\n');
}

/** A response as plain JSON without secrets and bodies. */
export function jsonOfResponse(described: DescribedResponse, secretHeaders?: ReadonlySet<string>): object {
  const { request, response, data, fileURL, metrics, serializationDuration, result } = described;
  return {
    request: request && { ...request.toJSON(), headers: shownFields(request.headers, secretHeaders) },
    response: response && { ...response.toJSON(), headers: shownFields(response.headers, secretHeaders) },
    data: shownBody(data),
    fileURL: fileURL?.href,
    taskInterval: metrics?.taskInterval,
    serializationDuration,
    result: result.kind === 'success' ? result : { kind: 'failure', error: result.error },
  };
}

function describeRequest(request: URLRequest | undefined, secretHeaders?: ReadonlySet<string>): string[] {
  if (request === undefined) return ['[Request]: none'];
  return [
    `[Request]: ${request.method} ${printableURL(request.url)}`,
    ...describeHeaders(request.headers, secretHeaders),
    describeBody(request.body),
  ];
}

function describeReceived(
  response: HTTPURLResponse | undefined,
  secretHeaders?: ReadonlySet<string>,
): string[] {
  if (response === undefined) return ['[Response]: none'];
  return [
    `[Response]: ${String(response.statusCode)} ${printableURL(response.url)}`,
    ...describeHeaders(response.headers, secretHeaders),
  ];
}

function describeReceivedBody(received: DescribedResponse): string[] {
  if (!('fileURL' in received)) return received.response === undefined ? [] : [describeBody(received.data)];
  const { fileURL, resumeData } = received;
  return [
    `    [File]: ${fileURL?.href ?? 'none'}`,
    ...(resumeData === undefined ? [] : [`    [Resume Data]: ${String(resumeData.byteLength)} bytes`]),
  ];
}

function describeHeaders(headers: HTTPHeaders, secretHeaders?: ReadonlySet<string>): string[] {
  return redactedFields(headers, secretHeaders).map(([name, value]) => `    ${name}: ${value}`);
}

function describeBody(body: HTTPBody | undefined): string {
  return `    [Body]: ${shownBody(body) ?? 'none'}`;
}
