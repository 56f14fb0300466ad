import { streamClient } from './stream-session.js';

export const client = streamClient('rxsession, lines', (request) => request.responseStreamLines());
