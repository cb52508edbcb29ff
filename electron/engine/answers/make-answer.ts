import { type Diagnostic, diagnostic, hasErrors } from '../../api/diagnostic.ts';
import type { AnswerInput, AnswerInputDisks, AnswerInputNetwork } from './answer-input.ts';
import { checkAnswer } from './check-answer.ts';
import { MADE_BY } from './made-by.ts';
import { isSha512CryptHash } from './sha512-crypt.ts';
import type { AnswerSurroundings } from './trap.ts';

export interface MadeAnswer {
  /** The answer file; empty when a diagnostic is an error. */
  readonly text: string;
  /** Errors (nothing was made) and warnings, those of `checkAnswer` included. */
  readonly diagnostics: readonly Diagnostic[];
}

type Value = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;
type Line = readonly [key: string, value: Value | undefined];

/**
 * Writes the answer file of one node: only keys that its version knows, in kebab-case and stable order. Pure: the same input
 * makes the same bytes. What it returns without an error is accepted by `validate-answer` of that version.
 */
export function makeAnswer(input: AnswerInput, surroundings?: AnswerSurroundings): MadeAnswer {
  const refused = [...refuseHash(input), ...refuseNumbers(input)];
  if (refused.length > 0) return { text: '', diagnostics: refused };
  const text = render(input);
  const leftOut = findLeftOut(input);
  const about = { version: input.version, file: `${input.nodeName}.toml` };
  const check = checkAnswer(text, { ...about, ...(surroundings ? { surroundings } : {}) });
  const diagnostics = [...leftOut, ...check.diagnostics];
  return { text: hasErrors(diagnostics) ? '' : text, diagnostics };
}

function render({ version, siteName, nodeName, global, network, disks, firstBoot, webhook }: AnswerInput): string {
  const isNew = version === '9.2';
  const { fqdn } = global;
  const lines: string[] = [
    `# Answer file for the automatic installation of Proxmox VE ${version}.`,
    `# Site: ${oneLine(siteName)}`,
    `# Node: ${oneLine(nodeName)}`,
    MADE_BY,
  ];
  const section = (name: string, entries: readonly Line[]): void => {
    lines.push('', `[${name}]`);
    for (const [key, value] of entries) if (value !== undefined) lines.push(`${key} = ${toToml(value)}`);
  };
  section('global', [
    ['keyboard', global.keyboard],
    ['country', global.country],
    [
      'fqdn',
      typeof fqdn === 'string' ? fqdn : { source: fqdn.source, ...(fqdn.domain ? { domain: fqdn.domain } : {}) },
    ],
    ['mailto', global.mailto],
    ['timezone', global.timezone],
    ['root-password-hashed', global.rootPasswordHash],
    ['reboot-on-error', global.rebootOnError],
    ['reboot-mode', global.rebootMode ?? 'power-off'],
    ['root-ssh-keys', global.rootSshKeys?.length ? global.rootSshKeys : undefined],
    ['subscription-key', isNew ? global.subscriptionKey : undefined],
  ]);
  section('network', networkLines(network, version !== '8.4'));
  section('disk-setup', diskLines(disks));
  if (firstBoot) {
    section('first-boot', [
      ['source', firstBoot.source],
      ['ordering', firstBoot.ordering],
      ['url', firstBoot.url],
      ['cert-fingerprint', firstBoot.certFingerprint],
    ]);
  }
  if (webhook) {
    section('post-installation-webhook', [
      ['url', webhook.url],
      ['cert-fingerprint', webhook.certFingerprint],
      ['auth-token', isNew ? webhook.authToken : undefined],
    ]);
  }
  return `${lines.join('\n')}\n`;
}

function networkLines(network: AnswerInputNetwork, knowsPinning: boolean): readonly Line[] {
  const base: readonly Line[] =
    network.source === 'from-dhcp'
      ? [['source', network.source]]
      : [
          ['source', network.source],
          ['cidr', network.cidr],
          ['gateway', network.gateway],
          ['dns', network.dns],
          ...mapLines('filter', network.filter),
        ];
  if (!knowsPinning || !network.pinning?.enabled) return base;
  const table = 'interface-name-pinning';
  // Installers before 9.1.7 find a card only by its address in lower case.
  const names = Object.entries(network.pinning.names ?? {}).map(([mac, name]) => [mac.toLowerCase(), name] as const);
  return [...base, [`${table}.enabled`, true], ...mapLines(`${table}.mapping`, Object.fromEntries(names))];
}

function diskLines({ filesystem, selection, lvm, zfs, btrfs }: AnswerInputDisks): readonly Line[] {
  return [
    ['filesystem', filesystem],
    ['zfs.raid', zfs?.raid],
    ['btrfs.raid', btrfs?.raid],
    ...(selection.by === 'list'
      ? ([['disk-list', selection.disks]] as const)
      : ([...mapLines('filter', selection.filter), ['filter-match', selection.match]] as const)),
    ['lvm.hdsize', lvm?.hdsizeGib],
    ['lvm.swapsize', lvm?.swapsizeGib],
    ['lvm.maxroot', lvm?.maxrootGib],
    ['lvm.maxvz', lvm?.maxvzGib],
    ['lvm.minfree', lvm?.minfreeGib],
    ['zfs.ashift', zfs?.ashift],
    ['zfs.arc-max', zfs?.arcMaxMib],
    ['zfs.checksum', zfs?.checksum],
    ['zfs.compress', zfs?.compress],
    ['zfs.copies', zfs?.copies],
    ['zfs.hdsize', zfs?.hdsizeGib],
    ['btrfs.compress', btrfs?.compress],
    ['btrfs.hdsize', btrfs?.hdsizeGib],
  ];
}

/** A free-form table as dotted keys, sorted. An empty one is written out, so that the check can refuse it by name. */
function mapLines(name: string, map: Readonly<Record<string, string>>): readonly Line[] {
  const entries = Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1));
  if (entries.length === 0 && name === 'filter') return [[name, {}]];
  return entries.map(([key, value]) => [`${name}.${tomlKey(key)}`, value]);
}

function toToml(value: Value): string {
  if (typeof value === 'string') return tomlText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(tomlText).join(', ')}]`;
  const entries = Object.entries(value).map(([key, text]) => `${tomlKey(key)} = ${tomlText(text)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : tomlText(key);
}

/** A basic string: quotes, backslashes and control characters escaped. Half surrogates cannot be written and become U+FFFD. */
function tomlText(text: string): string {
  const body = text
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
    .replace(/["\\]/g, '\\$&')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped here.
    .replace(/[\u0000-\u001f\u007f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${body}"`;
}

/** For the comment: no line breaks, no control characters. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced here.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\uD800-\uDFFF]+/g, ' ');
}

/** The vendor accepts an empty or unknown hash and leaves a node that nobody can log in to; we do not write one. */
function refuseHash({ global, nodeName }: AnswerInput): readonly Diagnostic[] {
  if (isSha512CryptHash(global.rootPasswordHash)) return [];
  const code = global.rootPasswordHash === '' ? 'answer.make-hash-empty' : 'answer.make-hash-form';
  const subject = { host: nodeName, field: 'global.root-password-hashed' };
  return [diagnostic(code, { params: { node: nodeName }, subject })];
}

/** What is no number in TOML (or no whole one where the installer asks for one) must not reach the text. */
function refuseNumbers({ disks, nodeName }: AnswerInput): readonly Diagnostic[] {
  const whole = {
    'zfs.ashift': disks.zfs?.ashift,
    'zfs.arc-max': disks.zfs?.arcMaxMib,
    'zfs.copies': disks.zfs?.copies,
  };
  const sizes = diskLines(disks).filter(([key, value]) => typeof value === 'number' && !(key in whole));
  const bad = [
    ...Object.entries(whole).filter(([, value]) => value !== undefined && !(Number.isSafeInteger(value) && value >= 0)),
    ...sizes.filter(([, value]) => !Number.isFinite(value)),
  ];
  return bad.map(([key]) =>
    diagnostic('answer.wrong-type', {
      params: { key: `disk-setup.${key}`, expected: key in whole ? '12' : '12.5' },
      subject: { host: nodeName, field: `disk-setup.${key}` },
    }),
  );
}

function findLeftOut({ version, nodeName, global, network, webhook }: AnswerInput): readonly Diagnostic[] {
  const unknown = [
    version === '8.4' && network.pinning?.enabled ? 'network.interface-name-pinning' : undefined,
    version !== '9.2' && global.subscriptionKey !== undefined ? 'global.subscription-key' : undefined,
    version !== '9.2' && webhook?.authToken !== undefined ? 'post-installation-webhook.auth-token' : undefined,
  ];
  return unknown
    .filter((key) => key !== undefined)
    .map((key) =>
      diagnostic('answer.make-left-out', {
        params: { key, node: nodeName, version },
        subject: { host: nodeName, field: key },
      }),
    );
}
