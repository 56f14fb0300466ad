import { streamClient } from './stream-session.js';

export const client = streamClient('rxsession, events', (request) => request.responseStreamEvents());
