import { loopClient } from './stream-session.js';

export const client = loopClient('rxsession, lines by for await', (request) => request.responseStreamLines());
