import type { Site } from '../../api/site.ts';

/** An account of the Proxmox API that Sitewright makes: a role with the least rights, a user, and one token. */
export interface ApiAccount {
  readonly role: string;
  /** Sorted; only privileges that 8.x and 9.x both have. */
  readonly privileges: readonly string[];
  readonly user: string;
  readonly tokenName: string;
  /** As it goes into the header `Authorization: PVEAPIToken=<tokenId>=<secret>`. */
  readonly tokenId: string;
  /** Under this name the token's secret is in the vault; PVE shows it once. */
  readonly secretRef: string;
  /** Where a new token's secret waits, readable by root only, until it is in the vault. */
  readonly keptToken: string;
}

/** The folder of the kept tokens. */
export const KEPT_FOLDER = '/var/lib/sitewright';

/** The account with which the monitoring stack reads the cluster: it can look at everything and change nothing. */
export const COLLECTOR = {
  role: 'SitewrightCollector',
  privileges: ['Datastore.Audit', 'Sys.Audit', 'VM.Audit'],
  user: 'sitewright-collector@pve',
  tokenName: 'collector',
  tokenId: 'sitewright-collector@pve!collector',
  secretRef: 'secret:pve-collector-token',
  keptToken: `${KEPT_FOLDER}/collector-token.json`,
} as const satisfies ApiAccount;

/** The account of the exported `main.tf`: it clones and runs machines on their storage, and nothing else. */
export const TERRAFORM = {
  role: 'SitewrightTerraform',
  privileges: [
    'Datastore.AllocateSpace',
    'Datastore.Audit',
    'SDN.Use',
    'Sys.Audit',
    'VM.Allocate',
    'VM.Audit',
    'VM.Clone',
    'VM.Config.CDROM',
    'VM.Config.CPU',
    'VM.Config.Cloudinit',
    'VM.Config.Disk',
    'VM.Config.HWType',
    'VM.Config.Memory',
    'VM.Config.Network',
    'VM.Config.Options',
    'VM.PowerMgmt',
  ],
  user: 'terraform@pve',
  tokenName: 'sitewright',
  tokenId: 'terraform@pve!sitewright',
  secretRef: 'secret:pve-terraform-token',
  keptToken: `${KEPT_FOLDER}/terraform-token.json`,
} as const satisfies ApiAccount;

/** Whether the site has a stack that collects figures from Proxmox. */
export function wantsCollector(site: Site): boolean {
  return site.stacks.some((instance) => instance.stack === 'monitoring');
}

/** Whether the site's machines are (also) to be managed by the exported Terraform files. */
export function wantsTerraform(site: Site): boolean {
  return site.access.terraform;
}
