export {
  NotificationEventMonitor,
  notifications,
  type NotificationEventMap,
  type NotificationTarget,
} from './browser/notification-event-monitor.js';
export {
  NetworkReachabilityManager,
  type NetworkReachabilityManagerOptions,
} from './browser/network-reachability-manager.js';
