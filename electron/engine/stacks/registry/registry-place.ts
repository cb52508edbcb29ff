import { fail } from '../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../api/site.ts';
import { fqdn, hostByName, machineByName } from '../../site/derive.ts';
import type { ServerNames } from '../../tls/site-authority.ts';
import { registryOptions } from './options.ts';

export const CONFIG_FOLDER = '/etc/docker/registry';
export const CONFIG = `${CONFIG_FOLDER}/config.yml`;
export const AUTHORITY = `${CONFIG_FOLDER}/ca.crt`;
export const CERTIFICATE = `${CONFIG_FOLDER}/server.crt`;
export const KEY = `${CONFIG_FOLDER}/server.key`;
/** Debian's unit stays down when the program ends; ours brings it up again. */
export const UNIT_FOLDER = '/etc/systemd/system/docker-registry.service.d';
export const UNIT_ADDITION = `${UNIT_FOLDER}/sitewright.conf`;
export const PACKAGE = 'docker-registry';
/** Debian's package: the service runs as this user. */
export const SERVICE_USER = 'docker-registry';
export const UNIT = 'docker-registry.service';
export const STORAGE = '/var/lib/docker-registry';

/** Where an instance of the registry is, as machines of the site call it. */
export interface RegistryPlace {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  /** `192.0.2.5:5000`: what stands before a repository. The address, since no machine has to resolve it. */
  readonly name: string;
  /** What its certificate is for. */
  readonly serverNames: ServerNames;
}

/** Throws `stack.options`, `stack.target`. */
export function registryPlace(site: Site, instance: StackInstance): RegistryPlace {
  const { port } = registryOptions(instance);
  const host = hostByName(site, instance.on);
  if (!host || (!machineByName(site, instance.on) && host.os !== 'debian'))
    throw fail('stack.target', { params: { instance: instance.id, on: instance.on } });
  const { name, address } = host;
  return {
    host: name,
    address,
    port,
    name: `${address.includes(':') ? `[${address}]` : address}:${port}`,
    serverNames: { names: [name, fqdn(site, name)], addresses: [address] },
  };
}
