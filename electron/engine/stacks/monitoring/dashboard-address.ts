import type { Site, StackInstance } from '../../../api/site.ts';
import { fqdn, hostByName } from '../../site/derive.ts';
import type { ServerNames } from '../../tls/site-authority.ts';
import type { MonitoringOptions } from './options.ts';

/** Below an instance's folder, beside the authority of Proxmox: the collector sees that folder, and no key. */
export const SITE_AUTHORITY_FILE = 'ca/site-ca.crt';

/** Where an instance's dashboard answers. */
export interface DashboardAddress {
  readonly scheme: 'http' | 'https';
  readonly address: string;
  readonly port: number;
  /** `http://192.168.1.100:8000` */
  readonly url: string;
}

export function dashboardAddress(site: Site, instance: StackInstance, options: MonitoringOptions): DashboardAddress {
  const address = hostByName(site, instance.on)?.address ?? instance.on;
  const scheme = options.tls ? 'https' : 'http';
  return { scheme, address, port: options.httpPort, url: `${scheme}://${inUrl(address)}:${options.httpPort}` };
}

/** As a host stands in a URL. */
export function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** What its certificate is for: the machine's names and address, and `web`, as the collector calls it in the compose network. */
export function dashboardNames(site: Site, instance: StackInstance): ServerNames {
  const address = hostByName(site, instance.on)?.address;
  return { names: [instance.on, fqdn(site, instance.on), 'web'], addresses: address === undefined ? [] : [address] };
}
