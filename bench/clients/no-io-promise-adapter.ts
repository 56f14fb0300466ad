import { Adapter } from 'rxsession';
import { coldDoor } from './cold-door.js';
import { stubSession } from './stub-session.js';

const interceptor = Adapter((request) => Promise.resolve(request));

export const client = coldDoor('GET, an adapter that answers with a promise', stubSession({ interceptor }));
