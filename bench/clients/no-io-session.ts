import { coldDoor } from './cold-door.js';
import { stubSession } from './stub-session.js';

export const client = coldDoor('rxsession, cold door', stubSession());
