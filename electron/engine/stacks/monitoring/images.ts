import type { StackImage } from '../stack.ts';

/** The images of the monitoring stack, as compose.yaml names them. */
export const MONITORING_IMAGES: readonly StackImage[] = [
  {
    reference: 'sitewright/monitoring-web:1.0.0',
    file: 'monitoring-web-1.0.0.tar',
    command: ['/app/web'],
    exposedPort: 8000,
  },
  { reference: 'postgres:16', file: 'postgres-16.tar', command: ['postgres'], exposedPort: 5432 },
  {
    reference: 'sitewright/monitoring-collector:1.0.0',
    file: 'monitoring-collector-1.0.0.tar',
    command: ['/app/collector'],
  },
];
