export function buildMonitoring(folder: string): Promise<void>;
export function bundleMonitoring(): Promise<boolean>;
export function buildMonitoringPage(folder: string): Promise<void>;
