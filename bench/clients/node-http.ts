import { Agent, request, type IncomingMessage, type RequestOptions } from 'node:http';
import { CONNECTIONS, type Client, type Done } from './client.js';

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function send(url: string, options: RequestOptions, body: string | undefined, done: Done): void {
  request(url, { agent, ...options }, (response) => parse(response, done))
    .on('error', done)
    .end(body);
}

function parse(response: IncomingMessage, done: Done): void {
  const pieces: Buffer[] = [];
  response
    .on('data', (piece: Buffer) => pieces.push(piece))
    .on('end', () => done(undefined, JSON.parse(Buffer.concat(pieces).toString())));
}

export const client: Client = {
  name: 'node:http',
  get: (url, done) => send(url, {}, undefined, done),
  post: (url, value, done) => {
    const body = JSON.stringify(value);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    send(url, { method: 'POST', headers }, body, done);
  },
};
