import { channel, type Channel } from 'node:diagnostics_channel';
import type { EventMonitor } from '../events/event-monitor.js';
import { everyEvent } from '../events/every-event.js';
import {
  REQUEST_NOTIFICATION_TYPES,
  notificationName,
  type RequestNotificationType,
} from '../events/request-notification-types.js';

/**
 * Publishes the life of requests on `node:diagnostics_channel` (Alamofire's notifications): each event on the
 * channel `rxsession:` and its type, such as `rxsession:requestDidFinish`. The message is the event. It costs
 * nothing while no channel has a subscriber.
 *
 * @example
 * import { subscribe } from 'node:diagnostics_channel';
 * subscribe('rxsession:requestDidFinish', (event) => count(event.request));
 */
export class DiagnosticsEventMonitor implements EventMonitor {
  readonly #channels: readonly Channel[];

  constructor() {
    const channels = new Map<string, Channel>(
      REQUEST_NOTIFICATION_TYPES.map((type) => [type, channelOf(type)]),
    );
    this.#channels = [...channels.values()];
    const publish = everyEvent((event) => {
      const channel = channels.get(event.type);
      if (channel?.hasSubscribers) channel.publish(event);
    }, REQUEST_NOTIFICATION_TYPES);
    Object.assign(this, publish);
  }

  /** True while any of the channels has a subscriber. */
  get isEnabled(): boolean {
    for (const channel of this.#channels) if (channel.hasSubscribers) return true;
    return false;
  }
}

function channelOf(type: RequestNotificationType): Channel {
  return channel(notificationName(type));
}
