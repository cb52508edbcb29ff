import { expect, it } from 'vitest';
import type { ProjectSight } from '../../../../../../../electron/engine/rehearsal/docker/application.ts';
import type { SimHost } from '../../../../../../../electron/engine/rehearsal/kernel/program.ts';
import { monitoringApplication } from '../../../../../../../electron/engine/stacks/monitoring/rehearsal/monitoring-application.ts';
import { debianWorld } from '../../../../../../support/simulated-site.ts';

it('a spoilt upgrade of web is not healthy, and the image of before is again', () => {
  const world = debianWorld();
  let imageId = 'sha256:old';
  const project: ProjectSight = {
    world,
    host: world.hosts.get('vm1') as SimHost,
    project: 'monitoring',
    state: {},
    container: (service) => ({
      service,
      running: true,
      startedAt: 0,
      imageId,
      env: new Map(),
      readFile: () => undefined,
    }),
  };
  const healthOf = (image: string) => {
    imageId = image;
    return monitoringApplication.healthy(project, 'web');
  };
  expect([healthOf('sha256:old'), healthOf('sha256:newer')]).toEqual([true, true]);
  world.orderFault('app.new-web-unhealthy');
  expect([healthOf('sha256:newest'), healthOf('sha256:newer')]).toEqual([false, true]);
  world.close();
});
