import type { Host, Site } from '../../api/site.ts';
import type { AnswerDelivery } from '../site/answer-input.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { renderFirstBootHook } from './first-boot-hook.ts';
import type { ArrivalIdentity } from './identity.ts';
import { type ArrivalTokens, receiverUrl } from './tokens.ts';

/**
 * Where on this laptop a node asks and reports, for its answer. With a stick of its own a node's image carries its hook; one
 * image for all carries none, so the installer fetches the node's hook from here. Empty where the site names no laptop.
 */
export function arrivalDelivery(
  site: Site,
  host: Host,
  identity: Pick<ArrivalIdentity, 'fingerprint'>,
  tokens: ArrivalTokens,
): AnswerDelivery {
  const { laptop } = site.network;
  if (!laptop) return {};
  const certFingerprint = identity.fingerprint;
  return {
    firstBoot:
      site.media.delivery === 'one-image'
        ? { source: 'from-url', url: receiverUrl(laptop, tokens.hookPath(host.name)), certFingerprint }
        : { source: 'from-iso' },
    webhook: {
      url: receiverUrl(laptop, tokens.webhookPath(host.name)),
      certFingerprint,
      authToken: tokens.webhookToken(host.name).reveal(),
    },
  };
}

/** The first-boot hook of one node. Undefined where the site names no laptop. */
export function nodeFirstBootHook(
  assets: Pick<AssetStore, 'text'>,
  site: Site,
  node: string,
  identity: Pick<ArrivalIdentity, 'certificatePem'>,
  tokens: ArrivalTokens,
): string | undefined {
  const { laptop } = site.network;
  if (!laptop) return undefined;
  return renderFirstBootHook(assets, {
    siteId: site.id,
    node,
    url: receiverUrl(laptop, tokens.reportPath),
    certificatePem: identity.certificatePem,
    token: tokens.reportToken(node),
  });
}

/** What one image for all is told: where to ask, which certificate to believe, and (9.2) with which token. */
export function answerSource(
  site: Site,
  identity: Pick<ArrivalIdentity, 'fingerprint'>,
  tokens: ArrivalTokens,
): { readonly url: string; readonly certFingerprint: string; readonly token?: string } | undefined {
  const { laptop } = site.network;
  if (!laptop) return undefined;
  return {
    url: receiverUrl(laptop, tokens.answerPath),
    certFingerprint: identity.fingerprint,
    ...(site.pve.version === '9.2' ? { token: tokens.bearer.reveal() } : {}),
  };
}
