import { listeners } from './listeners.js';
import { stubSession } from './stub-session.js';

export const client = listeners(100, stubSession());
