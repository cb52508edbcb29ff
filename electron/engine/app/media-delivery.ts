import type { Host, Site } from '../../api/site.ts';
import { UNKNOWN_FINGERPRINT } from '../answers/mask-answer.ts';
import { renderFirstBootHook } from '../arrival/first-boot-hook.ts';
import { readArrivalIdentity } from '../arrival/identity.ts';
import { arrivalTokens, receiverUrl } from '../arrival/tokens.ts';
import { modeFileText } from '../image/mode-file.ts';
import type { Secret } from '../shell/command.ts';
import type { AnswerDelivery } from '../site/answer-input.ts';
import { firstBootAction, webhookTarget } from '../site/delivery.ts';
import type { AssetStore } from '../stacks/asset-store.ts';

/** What the media of a site carry beside the answers, so that nodes find this laptop and can prove themselves to it. */
export interface MediaDelivery {
  /** Into the answer of one node. */
  readonly deliver: (host: Host) => AnswerDelivery;
  /** `/proxmox-first-boot` of one node's own stick; undefined where nothing of ours runs at the first start. */
  readonly firstBoot: (host: Host) => Uint8Array | undefined;
  /** `/auto-installer-mode.toml` of the one image for all nodes; undefined where every node has its own stick. */
  readonly sharedModeFile: string | undefined;
}

/** What this laptop's receiver is known by, as the vault keeps it. */
export interface ReceiverSecrets {
  /** Certificate and key, PEM. */
  readonly identity: Secret;
  readonly secret: Secret;
}

/**
 * Whether each stick carries a hook that reports to this laptop. One image for all cannot: a hook in it could not prove on which
 * node it runs; there the webhook tells what the hook would.
 */
export function carriesHook(site: Site): boolean {
  return firstBootAction(site) === 'report' && site.media.delivery !== 'one-image';
}

/**
 * The same without the vault, for what is shown and compared: places and tokens that only the vault knows read `***`.
 */
export function mediaPreview(site: Site): Pick<MediaDelivery, 'deliver'> {
  const { laptop } = site.network;
  return {
    deliver: () => ({
      ...(carriesHook(site) ? { firstBoot: { source: 'from-iso' as const } } : {}),
      ...(laptop && webhookTarget(site) === 'laptop'
        ? {
            webhook: {
              url: receiverUrl(laptop, '/***'),
              certFingerprint: UNKNOWN_FINGERPRINT,
              ...(site.pve.version === '9.2' ? { authToken: '***' } : {}),
            },
          }
        : {}),
    }),
  };
}

/** Takes the two secrets of this laptop's receiver; undefined where the site needs none. Same input, same bytes. */
export function mediaDelivery(
  site: Site,
  assets: Pick<AssetStore, 'text'>,
  receiver: ReceiverSecrets | undefined,
): MediaDelivery {
  const { laptop } = site.network;
  if (!receiver || !laptop) return { deliver: () => ({}), firstBoot: () => undefined, sharedModeFile: undefined };
  const { certificatePem, fingerprint } = readArrivalIdentity(receiver.identity.reveal());
  const tokens = arrivalTokens(receiver.secret, site.id);
  const is92 = site.pve.version === '9.2';
  const isShared = site.media.delivery === 'one-image';
  const hasHook = carriesHook(site);
  return {
    deliver: ({ name }) => ({
      ...(hasHook ? { firstBoot: { source: 'from-iso' as const } } : {}),
      ...(webhookTarget(site) === 'laptop'
        ? {
            webhook: {
              url: receiverUrl(laptop, tokens.webhookPath(name)),
              certFingerprint: fingerprint,
              ...(is92 ? { authToken: tokens.webhookToken(name).reveal() } : {}),
            },
          }
        : {}),
    }),
    firstBoot: ({ name }) =>
      hasHook
        ? Buffer.from(
            renderFirstBootHook(assets, {
              siteId: site.id,
              node: name,
              url: receiverUrl(laptop, tokens.reportPath),
              certificatePem,
              token: tokens.reportToken(name),
            }),
          )
        : undefined,
    sharedModeFile: isShared
      ? modeFileText(
          {
            mode: 'http',
            url: receiverUrl(laptop, tokens.answerPath),
            certFingerprint: fingerprint,
            ...(is92 ? { token: tokens.bearer.reveal() } : {}),
          },
          site.pve.version,
        )
      : undefined,
  };
}
