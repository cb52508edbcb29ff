import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { die } from '../cli/api-error.ts';
import { readHostText } from '../model/host-text.ts';
import type { ApiCall } from './call.ts';

/** Parameters of create, set and clone that are no configuration keys. */
export const NOT_CONFIG: ReadonlySet<string> = new Set(
  'vmid storage pool force archive unique live-restore start bwlimit import-working-storage delete revert skiplock digest background_delay ha-managed newid'.split(
    ' ',
  ),
);

function newMac(world: ApiCall['world']): string {
  const byte = () =>
    Math.floor(world.random() * 256)
      .toString(16)
      .toUpperCase()
      .padStart(2, '0');
  return `BC:24:11:${byte()}:${byte()}:${byte()}`;
}

/** `virtio,bridge=vmbr0` gets an address of its own unless one is given: `virtio=BC:24:11:...,bridge=vmbr0`. */
export function networkValue(world: ApiCall['world'], value: string): string {
  const parts = value.split(',');
  const first = parts[0] ?? 'virtio';
  const named = parts.find((part) => part.startsWith('model='));
  const mac = parts.find((part) => part.startsWith('macaddr='))?.slice(8);
  const model = named ? named.slice(6) : first;
  const rest = parts
    .filter((part, index) => part !== named && !part.startsWith('macaddr=') && (named !== undefined || index > 0))
    .sort();
  const head = model.includes('=') ? model : `${model}=${mac ?? newMac(world)}`;
  return [head, ...rest].join(',');
}

/** Lower case, sorted, once each, joined by `;` as the default tag style stores them. */
export function tagsValue(value: string): string {
  return [
    ...new Set(
      value
        .toLowerCase()
        .split(/[,;\s]+/)
        .filter((tag) => tag !== ''),
    ),
  ]
    .sort()
    .join(';');
}

/** A file of public keys on the node becomes the percent-encoded text of the configuration. */
export function sshKeysValue(call: ApiCall, path: string): string {
  const text = readHostText(call.host, path) ?? die(`can't open '${path}' - No such file or directory`);
  return percentEncode(text.endsWith('\n') ? text : `${text}\n`);
}

function percentEncode(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9\-_.!~*'()]/.test(char) && byte < 0x80
        ? char
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** `qm set` stores a crypt string; the simulation's is marked and cannot be turned back. */
export function hashedPassword(value: string): string {
  if (/^\$(?:[16]|5|2[ay]?)(?:\$.+){2}/.test(value)) return value;
  const salt = randomBytes(6).toString('base64url');
  const hash = createHash('sha256').update(`${salt}${value}`).digest('base64url');
  return `$5$${salt}$${hash}`;
}

export function newUuid(): string {
  return randomUUID();
}
