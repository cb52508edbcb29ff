import type { MonitoringOptions } from './options.ts';

/** The services of compose.yaml, in the order in which they come up; the manual's names. */
export const MONITORING_SERVICES = ['db', 'web', 'data_collector'] as const;
export type MonitoringService = (typeof MONITORING_SERVICES)[number];

/** A container's name, as compose makes it: `municipal_project-data_collector-1`. */
export function containerName(options: Pick<MonitoringOptions, 'project'>, service: MonitoringService): string {
  return `${options.project}-${service}-1`;
}
