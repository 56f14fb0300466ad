export { fileManager as FileManager } from './node/file-manager.js';
export { DiagnosticsEventMonitor } from './node/diagnostics-event-monitor.js';
