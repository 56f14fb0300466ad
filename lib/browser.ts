export {
  NotificationEventMonitor,
  notifications,
  type NotificationEventMap,
  type NotificationTarget,
} from './browser/notification-event-monitor.js';
