import { AsyncResource } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { FieldLines } from './field-lines.js';
import { FieldBlockBuilder, type WireMessage } from './request-head.js';
import type { ResponseHead } from './response-head.js';
import type { WireOrder } from './wire-upload.js';

const channels = {
  create: channel('undici:request:create'),
  sendHeaders: channel('undici:client:sendHeaders'),
  bodySent: channel('undici:request:bodySent'),
  headers: channel('undici:request:headers'),
  trailers: channel('undici:request:trailers'),
  error: channel('undici:request:error'),
};

/** A request as subscribers of undici's channels know it. */
interface PublishedRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  completed: boolean;
  aborted: boolean;
  /** Adds a field to the request that is about to be sent. */
  addHeader(name: string, value: string): void;
}

/**
 * Publishes one request on the channels of `node:diagnostics_channel` that undici has, in its words, so that what
 * instruments undici (OpenTelemetry, Sentry and others) sees it. Everything is published in the async context in which
 * the request was sent.
 */
export class RequestDiagnostics {
  readonly #resource = new AsyncResource('rxsession.request');
  readonly #request: PublishedRequest;
  readonly #added = new FieldBlockBuilder();
  readonly #headers: string[];
  #trailers: Buffer[] = [];

  private constructor({ origin, path, method, fields }: WireMessage) {
    this.#headers = namesAndValues(fields.text);
    const add = (name: string, value: string): void => {
      this.#added.add(name, value);
      this.#headers.push(name, value);
    };
    this.#request = {
      origin,
      path,
      method,
      headers: this.#headers,
      completed: false,
      aborted: false,
      addHeader: add,
    };
  }

  /** Publishes the creation of a request. Returns undefined while no channel has a subscriber. */
  static create(message: WireMessage): RequestDiagnostics | undefined {
    if (!Object.values(channels).some(({ hasSubscribers }) => hasSubscribers)) return undefined;
    const diagnostics = new RequestDiagnostics(message);
    diagnostics.#publish('create', {});
    return diagnostics;
  }

  /** The order with the fields that subscribers have added. */
  instrumented(order: WireOrder): WireOrder {
    const { message } = order;
    const fields = { ...message.fields, text: message.fields.text + this.#added.text };
    return { ...order, message: { ...message, fields } };
  }

  didSendHead(socket: Socket): void {
    this.#publish('sendHeaders', { headers: this.#added.text, socket });
  }

  didSend(): void {
    this.#publish('bodySent', {});
  }

  didReceiveHead(head: ResponseHead): void {
    const { statusCode, statusText } = head;
    this.#publish('headers', { response: { statusCode, statusText, headers: bytesOf(head) } });
  }

  didReceiveTrailers(trailers: FieldLines): void {
    this.#trailers = bytesOf(trailers);
  }

  didComplete(): void {
    this.#request.completed = true;
    this.#publish('trailers', { trailers: this.#trailers });
  }

  didFail(error: Error): void {
    this.#request.aborted = true;
    this.#publish('error', { error });
  }

  #publish(name: keyof typeof channels, message: object): void {
    if (!channels[name].hasSubscribers) return;
    this.#resource.runInAsyncScope(() => {
      channels[name].publish({ request: this.#request, ...message });
    });
  }
}

/** The error of a request that was cancelled, as undici names it. */
export function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError', code: 'UND_ERR_ABORTED' });
}

function namesAndValues(text: string): string[] {
  const lines = text.split('\r\n').slice(0, -1);
  return lines.flatMap((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
}

function bytesOf(lines: FieldLines): Buffer[] {
  return [...lines].flat().map((text) => Buffer.from(text, 'latin1'));
}
