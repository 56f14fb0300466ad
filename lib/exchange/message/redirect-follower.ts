import type { OpenResult } from './message-result.js';
import type { Sending } from './sending.js';
import type { Stop } from '../exchange.js';

/**
 * Decides about a redirect, and sends the next message or ends the attempt. A module of its own: browsers, which follow
 * redirects unseen, load it only with a custom transport that shows them one.
 */
export type RedirectFollower = (sending: Sending, redirect: OpenResult) => Stop | void;
