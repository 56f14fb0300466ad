import type { SessionEventType } from './session-event.js';

/**
 * The events of a request's life that are published beyond the session (Alamofire's notifications), under
 * the name that {@link notificationName} gives them.
 */
export const REQUEST_NOTIFICATION_TYPES = [
  'requestDidResume',
  'requestDidResumeTask',
  'requestDidSuspend',
  'requestDidSuspendTask',
  'requestDidCancel',
  'requestDidCancelTask',
  'requestDidCompleteTask',
  'requestDidFinish',
] as const satisfies readonly SessionEventType[];

export type RequestNotificationType = (typeof REQUEST_NOTIFICATION_TYPES)[number];

/** `rxsession:` and the type of the event. */
export function notificationName<Type extends RequestNotificationType>(type: Type): `rxsession:${Type}` {
  return `rxsession:${type}`;
}
