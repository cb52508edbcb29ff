import type { Host, Site } from '../../api/site.ts';
import type { SecretUse } from './derive.ts';

/**
 * How answers travel and what nodes tell, as it follows from `media` and `network`: pure functions of the site. The live
 * installer has an address only from DHCP or SLAAC; the answer's static address exists only in the installed system
 * (pve-facts 11). So whatever the installer itself sends or fetches needs `network.dhcp`.
 */

/** Certificate and key of this laptop's receiver, PEM. Not named by site.toml: it follows from `network.laptop`. */
export const ARRIVAL_IDENTITY = 'secret:arrival-identity';
/** 32 random bytes, base64url: the receiver's path and the tokens of the nodes are derived from it. */
export const ARRIVAL_SECRET = 'secret:arrival-secret';

/**
 * The site's own certificate authority, certificate and key, PEM: it signs what the site's stacks show. Made when it is first
 * needed; a site that had its stacks before is given one then.
 */
export const SITE_AUTHORITY = 'secret:site-authority';

/** The hosts that our media install, in the order of the file. */
export function installedHosts(site: Site): readonly Host[] {
  return site.hosts.filter((host) => host.origin === 'installed' && host.install !== undefined);
}

/** Where the installer posts what it has done. `none` without DHCP: an unreachable webhook stops a good install in a shell. */
export function webhookTarget(site: Site): 'laptop' | 'url' | 'none' {
  if (!site.network.dhcp) return 'none';
  const wanted = wantedWebhook(site);
  if (wanted === 'laptop') return site.network.laptop ? 'laptop' : 'none';
  return wanted === 'url' && site.media.webhook.url === undefined ? 'none' : wanted;
}

/** What the file asks for, without regard to what is possible. Unsaid: this laptop where one image is used, else none. */
export function wantedWebhook(site: Site): 'laptop' | 'url' | 'none' {
  return site.media.webhook.to ?? (site.media.delivery === 'one-image' ? 'laptop' : 'none');
}

/** What runs once at the first start of an installed node. `report` needs to know where this laptop stands. */
export function firstBootAction(site: Site): 'report' | 'from-url' | 'none' {
  const { action, url } = site.media.firstBoot;
  if (action === 'report') return site.network.laptop ? 'report' : 'none';
  // The installer downloads it before it installs, and stops where it cannot.
  return action === 'from-url' && (url === undefined || !site.network.dhcp) ? 'none' : action;
}

/** Whether this laptop listens for the nodes: for their questions or for their reports. */
export function usesReceiver(site: Site): boolean {
  if (!site.network.laptop || installedHosts(site).length === 0) return false;
  return (
    (site.media.delivery === 'one-image' && site.network.dhcp !== undefined) ||
    webhookTarget(site) === 'laptop' ||
    firstBootAction(site) === 'report'
  );
}

/** The secrets that the site needs without naming them: those of this laptop's receiver, the authority of its stacks. */
export function impliedSecretUses(site: Site): readonly SecretUse[] {
  return [
    ...(usesReceiver(site) ? [ARRIVAL_IDENTITY, ARRIVAL_SECRET].map((ref) => ({ ref, field: 'network.laptop' })) : []),
    ...(site.stacks.length > 0 ? [{ ref: SITE_AUTHORITY, field: 'stacks' }] : []),
  ];
}
