import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Host, Site } from '../../api/site.ts';
import { makeAnswer } from '../answers/make-answer.ts';
import { maskAnswer } from '../answers/mask-answer.ts';
import type { Secret } from '../shell/command.ts';
import { type AnswerDelivery, type AnswerSecrets, answerInput } from './answer-input.ts';
import { countNamedDisks } from './install-disks.ts';
import { rootPasswordHash } from './root-password-hash.ts';

export interface MadeAnswer {
  readonly node: string;
  /** `<node>.toml` */
  readonly fileName: string;
  /** Empty when a diagnostic is an error. */
  readonly text: string;
  /** Whether the answer says that a hook runs once at the first start, and where the installer takes it. */
  readonly firstBoot: 'from-iso' | 'from-url' | 'none';
  /** Whether the installer posts what it has done. */
  readonly hasWebhook: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Right in form only; they stand in the preview until they are masked. */
const PREVIEW_SECRETS: Required<AnswerSecrets> = {
  rootPasswordHash: `$6$preview$${'.'.repeat(86)}`,
  subscriptionKey: 'pve0c-0000000000',
  webhookToken: 'preview',
};

/**
 * The answer files of all nodes that our media install, in the order of the site. `secret` gives the vault's values by their
 * reference; without it the result is a preview in which each of them reads `***`. `deliver` says how a node reaches this
 * laptop; without it nothing of the laptop's is written. The same site, secrets and delivery make the same bytes.
 */
export function makeAnswers(
  site: Site,
  secret: ((ref: string) => Secret) | undefined,
  deliver: (host: Host) => AnswerDelivery = () => ({}),
): readonly MadeAnswer[] {
  return site.hosts.flatMap((host, index): MadeAnswer[] => {
    if (host.origin !== 'installed' || !host.install) return [];
    const fileName = `${host.name}.toml`;
    const input = answerInput(site, host, secretsOf(site, host, secret), deliver(host));
    if (!input) {
      const unnamed = diagnostic('site.disks-not-nameable', {
        params: { name: host.name, count: countNamedDisks(host) ?? 0 },
        subject: { host: host.name, field: `hosts[${index}].install.diskSerials` },
      });
      const nothing = { text: '', firstBoot: 'none', hasWebhook: false } as const;
      return [{ node: host.name, fileName, ...nothing, diagnostics: [unnamed] }];
    }
    const made = makeAnswer(input, { hasDhcpServer: site.network.dhcp !== undefined });
    return [
      {
        node: host.name,
        fileName,
        text: secret ? made.text : maskAnswer(made.text),
        firstBoot: input.firstBoot?.source ?? 'none',
        hasWebhook: input.webhook !== undefined,
        diagnostics: made.diagnostics.map((found) => withoutPlace(found, deliver(host).webhook?.url)),
      },
    ];
  });
}

/** The path of this laptop's receiver is a secret of the node; what is said about it names the laptop alone. */
function withoutPlace(found: Diagnostic, url: string | undefined): Diagnostic {
  if (url === undefined || found.params.url !== url) return found;
  return { ...found, params: { ...found.params, url: new URL(url).origin } };
}

/** Only what the site names. An absent password gives an empty hash, which is refused when the answer is made. */
function secretsOf(site: Site, host: Host, secret: ((ref: string) => Secret) | undefined): AnswerSecrets {
  const { rootPassword, rootPasswordHash: hash, subscriptionKey } = host.install ?? {};
  const { authToken } = site.media.webhook;
  const value = (ref: string, key: keyof AnswerSecrets): string =>
    secret ? secret(ref).reveal() : PREVIEW_SECRETS[key];
  const hashed = (): string => {
    if (rootPassword === undefined) return hash === undefined ? '' : value(hash, 'rootPasswordHash');
    if (!secret) return PREVIEW_SECRETS.rootPasswordHash;
    return rootPasswordHash(secret(rootPassword).reveal(), site.id, host.name);
  };
  return {
    rootPasswordHash: hashed(),
    ...(subscriptionKey === undefined ? {} : { subscriptionKey: value(subscriptionKey, 'subscriptionKey') }),
    ...(authToken === undefined ? {} : { webhookToken: value(authToken, 'webhookToken') }),
  };
}
