import { fail } from '../../api/diagnostic.ts';
import { Secret } from '../shell/command.ts';
import { SITE_AUTHORITY } from '../site/delivery.ts';
import type { ApplyContext, View } from '../steps/step.ts';
import {
  authorityLasts,
  type CertificateFault,
  makeSiteAuthority,
  readSiteAuthority,
  type SiteAuthority,
  sameCertificate,
} from '../tls/site-authority.ts';

/** Why a certificate is to be made anew, as the plan says it. */
export const CERTIFICATE_FAULTS: Readonly<Record<CertificateFault, string>> = {
  unreadable: 'unreadable',
  'other-authority': 'signed by another authority',
  'other-names': 'for other names',
  'not-yet-valid': 'not valid yet',
  'near-its-end': 'in the last third of its time',
};

/** Only with the vault open, and only where it holds one: a vault from before the site had an authority is no reason to change. */
export function isOfOtherVault(view: View, authorityPem: string): boolean {
  if (view.hasSecret?.(SITE_AUTHORITY) !== true) return false;
  return !sameCertificate(authorityPem, authorityIn(view.secret(SITE_AUTHORITY)).certificatePem);
}

/** The vault's authority; made and kept where the vault has none, or one that is near its end. The step declares SITE_AUTHORITY. */
export async function vaultAuthority(context: ApplyContext): Promise<SiteAuthority> {
  const now = context.now();
  if (context.hasSecret?.(SITE_AUTHORITY) === true) {
    const kept = authorityIn(context.secret(SITE_AUTHORITY));
    if (authorityLasts(kept.certificatePem, now)) return kept;
  }
  if (context.storeSecret === undefined) throw new TypeError('the authority of a site needs a vault');
  const pem = makeSiteAuthority(context.site.id, now);
  await context.storeSecret(SITE_AUTHORITY, new Secret(pem));
  return readSiteAuthority(pem);
}

function authorityIn(secret: Secret): SiteAuthority {
  try {
    return readSiteAuthority(secret.reveal());
  } catch {
    throw fail('stack.authority-unusable', { params: { name: SITE_AUTHORITY.replace(/^secret:/, '') } });
  }
}
