import { Session } from 'rxsession';
import { webSocketClient } from './web-socket-load.js';

const session = new Session();

export const client = webSocketClient('rxsession, streamMessageEvents', (url, opened, received, failed) => {
  const request = session.webSocketRequest(url);
  request.streamMessageEvents().subscribe((event) => {
    if (event.kind === 'receivedMessage') received(event.message as string);
    else if (event.kind === 'connected') {
      opened({ send: (text) => void request.send(text), close: () => request.cancel() });
    } else if (event.kind === 'completed' && event.completion.error?.kind !== 'explicitlyCancelled') {
      failed(event.completion.error);
    }
  });
});
