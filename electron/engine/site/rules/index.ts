import type { Diagnostic } from '../../../api/diagnostic.ts';
import { IpSchema, type Site } from '../../../api/site.ts';
import { backupRules } from './backups.ts';
import { clusterRules } from './cluster.ts';
import { conflictRules } from './conflicts.ts';
import { diskRules } from './disks.ts';
import { hardwareRules } from './hardware.ts';
import { hostNetworkRules } from './host-network.ts';
import { installRules } from './install.ts';
import { localeRules } from './locale.ts';
import { machineRules } from './machines.ts';
import { mediaRules } from './media.ts';
import { nameRules } from './names.ts';
import { networkRules } from './network.ts';
import { portRules } from './ports.ts';
import type { RuleContext, SiteRule } from './rule.ts';
import { secretRules } from './secrets.ts';
import { standInRules } from './stand-ins.ts';
import { storageRules } from './storage.ts';
import { systemRules } from './system.ts';

/** Every cross-field rule of a site, in the order in which a technician fills the form. */
export const siteRules: readonly SiteRule[] = [
  ...localeRules,
  ...nameRules,
  ...networkRules,
  ...hostNetworkRules,
  ...conflictRules,
  ...installRules,
  ...diskRules,
  ...portRules,
  ...systemRules,
  ...hardwareRules,
  ...clusterRules,
  ...storageRules,
  ...standInRules,
  ...machineRules,
  ...backupRules,
  ...mediaRules,
  ...secretRules,
];

/** Runs all rules. Pure; the laptop's addresses are optional knowledge. */
export function applySiteRules(site: Site, context: Partial<RuleContext> = {}): readonly Diagnostic[] {
  // Systems list addresses with a zone (fe80::1%eth0) too; those belong to no site and are left out.
  const laptopAddresses = (context.laptopAddresses ?? []).filter((address) => IpSchema.safeParse(address).success);
  const full: RuleContext = { laptopAddresses };
  return siteRules.flatMap((rule) => rule.check(site, full));
}
