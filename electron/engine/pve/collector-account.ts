import type { Site } from '../../api/site.ts';

/** The account with which the monitoring stack reads the cluster: it can look at everything and change nothing. */
export const COLLECTOR = {
  role: 'SitewrightCollector',
  /** Read-only privileges that 8.x and 9.x both have. */
  privileges: ['Datastore.Audit', 'Sys.Audit', 'VM.Audit'],
  user: 'sitewright-collector@pve',
  tokenName: 'collector',
  /** As it goes into the header `Authorization: PVEAPIToken=<tokenId>=<secret>`. */
  tokenId: 'sitewright-collector@pve!collector',
  /** Under this name the token's secret is in the vault; PVE shows it once. */
  secretRef: 'secret:pve-collector-token',
} as const;

/** Where a new token's secret waits, readable by root only, until it is in the vault. */
export const KEPT_FOLDER = '/var/lib/sitewright';
export const KEPT_TOKEN = `${KEPT_FOLDER}/collector-token.json`;

/** Whether the site has a stack that collects figures from Proxmox. */
export function wantsCollector(site: Site): boolean {
  return site.stacks.some((instance) => instance.stack === 'monitoring');
}
