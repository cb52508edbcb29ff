import { makeDeb } from '../../../../../../../electron/engine/rehearsal/bundle/deb.ts';
import type { SimHost, SimService } from '../../../../../../../electron/engine/rehearsal/kernel/program.ts';
import type { SimWorld } from '../../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { sh } from '../../../../../../support/simulated-site.ts';

export const PORT = 5443;

/** Debian 13's package, installed on a simulated host. */
export async function installRegistry(world: SimWorld, host: SimHost): Promise<void> {
  const version = '2.8.3+ds1-2+b8';
  const deb = makeDeb({ name: 'docker-registry', version, architecture: 'amd64', summary: 'registry' });
  host.files.write('/root/registry.deb', deb);
  const { code, stderr } = await sh(world, 'dpkg -i /root/registry.deb', { host: host.name });
  if (code !== 0) throw new Error(stderr);
}

/** The configuration of the recordings. */
export function registryConfig(options: { readonly tls: boolean }): string {
  const tls = '  tls:\n    certificate: /etc/docker/registry/server.crt\n    key: /etc/docker/registry/server.key\n';
  return `version: 0.1
log:
  level: info
storage:
  filesystem:
    rootdirectory: /var/lib/docker-registry
  delete:
    enabled: true
http:
  addr: 0.0.0.0:${PORT}
${options.tls ? tls : ''}`;
}

/** Writes a configuration and starts the service with it. */
export async function configured(
  world: SimWorld,
  host: SimHost,
  options: { readonly tls: boolean; readonly config?: string },
): Promise<void> {
  host.files.write('/etc/docker/registry/config.yml', Buffer.from(options.config ?? registryConfig(options)));
  await sh(world, 'systemctl restart docker-registry', { host: host.name });
}

/** The service once it listens. */
export async function listening(world: SimWorld, host: SimHost): Promise<Required<Pick<SimService, 'http'>>> {
  for (let tries = 0; tries < 100; tries += 1) {
    const service = world.openPorts(host).get(PORT);
    if (service?.http) return { http: service.http };
    await world.sleep(0.05);
  }
  throw new Error('the simulated registry does not listen');
}
