import { describe, expect, it } from '@jest/globals';
import { type WebSocketRequest } from 'rxsession';
import { type WebSocketEvent, type WebSocketMessage } from 'rxsession/websocket';
import { NodeWebSocketTransport } from '../../../lib/node/web-socket/web-socket-transport.js';
import { SerialScheduler } from '../../../lib/scheduling/serial-scheduler.js';
import { useServer } from '../../support/server.js';
import { useSessions } from '../../support/sessions.js';
import { selfSigned } from '../../support/tls.js';
import { all, failureIn, kindsOf, webSocketURL } from '../../support/web-sockets.js';

const server = useServer({ tls: selfSigned });
const sessions = useSessions(server);

function socketAt(path: string, tls?: { ca: string }): WebSocketRequest {
  const configuration = { connectTimeout: 10_000, httpMaximumConnectionsPerHost: 128, tls };
  const webSocketTransport = new NodeWebSocketTransport({
    ...configuration,
    rootQueue: new SerialScheduler(),
  });
  return sessions.make({ webSocketTransport }).webSocketRequest(webSocketURL(server.url) + path);
}

function eventsAt(path: string, tls?: { ca: string }): Promise<WebSocketEvent<WebSocketMessage>[]> {
  return all(socketAt(path, tls));
}

describe('a WebSocket over TLS', () => {
  it('is opened where the server is trusted', async () => {
    const request = socketAt('/websocket?closeCode=1000', { ca: selfSigned.cert });
    expect(kindsOf(await all(request))).toEqual([
      'connected',
      'receivedMessage',
      'disconnected',
      'completed',
    ]);
    expect(request.request?.url).toMatch(/^https:/);
    expect(request.metrics?.transactions[0]?.secureConnectionEnd).toBeGreaterThan(0);
  });

  it('is not where the server is not, and nothing is sent', async () => {
    const failure = failureIn(await eventsAt('/websocket?closeCode=1000'));
    expect(failure).toMatchObject({
      kind: 'sessionTaskFailed',
      code: expect.stringMatching(/^serverCertificate/),
    });
    expect(server.requests).toEqual([]);
  });
});
