import type { PveVersion } from '../../api/site.ts';
import type { Answer, FirstBootAnswer, GlobalAnswer, WebhookAnswer } from './answer.ts';
import { decodeDisks } from './decode-disks.ts';
import { decodeNetwork } from './decode-network.ts';
import { type Field, type Report, readFlag, readTable, readText, readTexts, readWord } from './decode-toml.ts';
import { isInstallerFqdn } from './fqdn.ts';
import { KEYBOARDS } from './locale-lists.ts';
import type { TomlTable, TomlValue } from './toml-document.ts';

const SECTIONS: readonly Field[] = [
  { name: 'global', need: 'required' },
  { name: 'network', need: 'required' },
  { name: 'disk-setup', need: 'required' },
  { name: 'post-installation-webhook', need: 'optional' },
  { name: 'first-boot', need: 'optional' },
];

const GLOBAL_KEYS: readonly Field[] = [
  { name: 'country', need: 'required' },
  { name: 'fqdn', need: 'required' },
  { name: 'keyboard', need: 'required' },
  { name: 'mailto', need: 'required' },
  { name: 'timezone', need: 'required' },
  { name: 'root-password', alias: 'root_password', need: 'optional' },
  { name: 'root-password-hashed', alias: 'root_password_hashed', need: 'optional' },
  { name: 'reboot-on-error', alias: 'reboot_on_error', need: 'default' },
  { name: 'reboot-mode', alias: 'reboot_mode', need: 'default' },
  { name: 'root-ssh-keys', alias: 'root_ssh_keys', need: 'default' },
];

const FIRST_BOOT_KEYS: readonly Field[] = [
  { name: 'source', need: 'required' },
  { name: 'ordering', need: 'default' },
  { name: 'url', need: 'optional' },
  { name: 'cert-fingerprint', alias: 'cert_fingerprint', need: 'optional' },
];

/**
 * The typed answer, or undefined with every problem reported. Keys, spellings and forms as the parser of that version has them
 * (answer-schema.md, sections 0 to 5); rules that look at values come later, in `verifyAnswer`.
 */
export function decodeAnswer(document: TomlTable, version: PveVersion, report: Report): Answer | undefined {
  const sections = readTable(document, '', SECTIONS, report) ?? new Map<string, TomlValue>(Object.entries(document));
  const global = decodeSection(sections.get('global'), (value) => decodeGlobal(value, version, report));
  const network = decodeSection(sections.get('network'), (value) => decodeNetwork(value, version, report));
  const disks = decodeSection(sections.get('disk-setup'), (value) => decodeDisks(value, version, report));
  const webhook = decodeSection(sections.get('post-installation-webhook'), (value) =>
    decodeWebhook(value, version, report),
  );
  const firstBoot = decodeSection(sections.get('first-boot'), (value) => decodeFirstBoot(value, report));
  return global && network && disks ? { global, network, disks, firstBoot, webhook } : undefined;
}

function decodeSection<T>(value: TomlValue | undefined, decode: (value: TomlValue) => T | undefined): T | undefined {
  return value === undefined ? undefined : decode(value);
}

function decodeGlobal(value: TomlValue, version: PveVersion, report: Report): GlobalAnswer | undefined {
  const fields: readonly Field[] =
    version === '9.2'
      ? [...GLOBAL_KEYS, { name: 'subscription-key', alias: 'subscription_key', need: 'optional' }]
      : GLOBAL_KEYS;
  const keys = readTable(value, 'global', fields, report);
  if (!keys) return undefined;
  const text = (name: string): string | undefined => readText(keys.get(name), `global.${name}`, report);
  const country = text('country');
  const fqdn = decodeFqdn(keys.get('fqdn'), version, report);
  const keyboard = readWord(keys.get('keyboard'), 'global.keyboard', KEYBOARDS, report);
  const mailto = text('mailto');
  const timezone = text('timezone');
  const rest = {
    rootPassword: text('root-password'),
    rootPasswordHashed: text('root-password-hashed'),
    rebootOnError: readFlag(keys.get('reboot-on-error'), 'global.reboot-on-error', report) ?? false,
    rebootMode: readWord(keys.get('reboot-mode'), 'global.reboot-mode', ['reboot', 'power-off'], report) ?? 'reboot',
    rootSshKeys: readTexts(keys.get('root-ssh-keys'), 'global.root-ssh-keys', report) ?? [],
    subscriptionKey: text('subscription-key'),
  } as const;
  if (country === undefined || !fqdn || keyboard === undefined) return undefined;
  if (mailto === undefined || timezone === undefined) return undefined;
  return { keyboard, country, fqdn, mailto, timezone, ...rest };
}

function decodeFqdn(
  value: TomlValue | undefined,
  version: PveVersion,
  report: Report,
): GlobalAnswer['fqdn'] | undefined {
  const path = 'global.fqdn';
  if (value === undefined) return undefined;
  if (typeof value === 'string') {
    if (isInstallerFqdn(value)) return { kind: 'fixed', name: value };
    return report('answer.fqdn-invalid', path, { value });
  }
  const fields: readonly Field[] = [
    { name: 'source', need: 'default' },
    { name: 'domain', need: version === '8.4' ? 'optional' : 'default' },
  ];
  const keys = readTable(value, path, fields, report, { exactArray: true });
  if (!keys) return undefined;
  const source = keys.has('source')
    ? readWord(keys.get('source'), `${path}.source`, ['from-dhcp'], report, { tables: false })
    : 'from-dhcp';
  const domain = readText(keys.get('domain'), `${path}.domain`, report);
  if (source === undefined || (keys.has('domain') && domain === undefined)) return undefined;
  // 9.0.5 and later read an empty domain as none.
  return { kind: 'from-dhcp', domain: domain === '' && version !== '8.4' ? undefined : domain };
}

function decodeFirstBoot(value: TomlValue, report: Report): FirstBootAnswer | undefined {
  const path = 'first-boot';
  const keys = readTable(value, path, FIRST_BOOT_KEYS, report);
  if (!keys) return undefined;
  const source = readWord(keys.get('source'), `${path}.source`, ['from-iso', 'from-url'], report);
  const orderings = ['before-network', 'network-online', 'fully-up'] as const;
  const ordering = readWord(keys.get('ordering'), `${path}.ordering`, orderings, report) ?? 'fully-up';
  const url = readText(keys.get('url'), `${path}.url`, report);
  const certFingerprint = readText(keys.get('cert-fingerprint'), `${path}.cert-fingerprint`, report);
  return source === undefined ? undefined : { source, ordering, url, certFingerprint };
}

function decodeWebhook(value: TomlValue, version: PveVersion, report: Report): WebhookAnswer | undefined {
  const path = 'post-installation-webhook';
  const keys = readTable(
    value,
    path,
    [
      { name: 'url', need: 'required' },
      { name: 'cert-fingerprint', alias: 'cert_fingerprint', need: 'optional' },
      ...(version === '9.2' ? ([{ name: 'auth-token', alias: 'auth_token', need: 'optional' }] as const) : []),
    ],
    report,
  );
  if (!keys) return undefined;
  const url = readText(keys.get('url'), `${path}.url`, report);
  const certFingerprint = readText(keys.get('cert-fingerprint'), `${path}.cert-fingerprint`, report);
  const authToken = readText(keys.get('auth-token'), `${path}.auth-token`, report);
  return url === undefined ? undefined : { url, certFingerprint, authToken };
}
