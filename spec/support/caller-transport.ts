import axios, { type AxiosInstance, type CreateAxiosDefaults } from 'axios';
import MockAdapter from 'axios-mock-adapter';
import http from 'node:http';
import type { AxiosTransportOptions } from '../../lib/transport/axios/axios-transport-options.js';
import { AxiosTransport } from '../../lib/transport/axios/axios-transport.js';
import { nodeStreamIn } from '../../lib/node/wire/node-stream-body.js';
import { outboundDataOf } from '../../lib/node/wire/outbound-data.js';

/** What a transport in Node is made with, beside its instance. */
export const nodeOptions: AxiosTransportOptions = {
  capabilities: { visibleRedirects: true, bodies: new Set(['bytes', 'text', 'blob', 'file', 'stream']) },
  outboundDataOf,
  platformStreamIn: nodeStreamIn,
};

/** A transport over an instance as a caller makes one; its connections are closed after each response. */
export function callerTransport(defaults: CreateAxiosDefaults = {}): {
  readonly instance: AxiosInstance;
  readonly transport: AxiosTransport;
} {
  const instance = axios.create({ httpAgent: new http.Agent({ keepAlive: false }), ...defaults });
  return { instance, transport: new AxiosTransport(instance, nodeOptions) };
}

/** Puts a mock in the place of the adapter; the types of axios-mock-adapter are those of another build of axios. */
export function mocking(
  instance: AxiosInstance,
  options?: ConstructorParameters<typeof MockAdapter>[1],
): MockAdapter {
  return new MockAdapter(instance as never, options);
}
