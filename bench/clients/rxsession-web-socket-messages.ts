import { Session } from 'rxsession';
import { webSocketClient } from './web-socket-load.js';

const session = new Session();

export const client = webSocketClient('rxsession, streamMessages', (url, opened, received, failed) => {
  const request = session.webSocketRequest(url);
  const subscription = request.streamMessages().subscribe({
    next: (message) => {
      received(message as string);
    },
    error: failed,
  });
  opened({ send: (text) => void request.send(text), close: () => subscription.unsubscribe() });
});
