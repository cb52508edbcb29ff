import { known, unknown } from '../fact.ts';
import type { FileFact } from '../fact-group.ts';
import type { ClusterFiles } from '../parse/file-lines.ts';
import { listValue } from '../parse/section-config.ts';
import { parseGuarded } from '../parse/text.ts';

export interface GuestConfig {
  readonly id: number;
  readonly node: string;
  /** The present configuration by key (`scsi0`, `net0`, `cores`); secrets are masked. Pending and snapshot sections are not in it. */
  readonly values: Readonly<Record<string, string>>;
  readonly description: string;
  /** Lower case, sorted. */
  readonly tags: readonly string[];
  readonly template: boolean;
  /** `create`, `clone`, `backup`, ...; '' = none. */
  readonly lock: string;
  /** Keys that take effect at the next start only ([PENDING]). */
  readonly pending: Readonly<Record<string, string>>;
  readonly snapshots: readonly string[];
}

const PATH = '/etc/pve/nodes/*/qemu-server/*.conf';

/** Configuration of every virtual machine of the cluster by id. */
export const guestConfigs: FileFact<ReadonlyMap<number, GuestConfig>> = {
  id: 'guest-configs',
  paths: [PATH],
  parse: (files) => {
    const { read, refused } = readGuestFiles(files);
    const [first] = refused;
    return first ? unknown(`${first.path}: ${first.why}`) : known(sortedGuests(read));
  },
};

export interface GuestFile {
  readonly id: number;
  readonly node: string;
}

/** Which configurations were read, and which could not be. */
export function readGuestFiles(files: ClusterFiles): {
  readonly read: readonly GuestConfig[];
  readonly refused: readonly (GuestFile & { readonly path: string; readonly why: string })[];
} {
  const read: GuestConfig[] = [];
  const refused = [...files.unreadable].flatMap(([path, why]) => {
    const place = placeOf(path);
    return place ? [{ ...place, path, why }] : [];
  });
  for (const [path, text] of files.texts) {
    const place = placeOf(path);
    if (!place || refused.some((file) => file.path === path)) continue;
    const config = parseGuarded(text, () => parseGuestConfig(place.id, place.node, text));
    if (config.known) read.push(config.value);
    else refused.push({ ...place, path, why: config.why });
  }
  return { read, refused };
}

export function sortedGuests(configs: readonly GuestConfig[]): ReadonlyMap<number, GuestConfig> {
  return new Map([...configs].sort((a, b) => a.id - b.id).map((config) => [config.id, config]));
}

function placeOf(path: string): GuestFile | undefined {
  const place = /^\/etc\/pve\/nodes\/([^/]+)\/qemu-server\/(\d+)\.conf$/.exec(path);
  return place ? { id: Number(place[2]), node: place[1] ?? '' } : undefined;
}

/** Reads a qemu-server configuration: `#` lines are the description, `[name]` starts a snapshot or the pending section. Throws on any other line. */
export function parseGuestConfig(id: number, node: string, text: string): GuestConfig {
  const values: Record<string, string> = {};
  const pending: Record<string, string> = {};
  const snapshots: string[] = [];
  const description: string[] = [];
  let section = '';
  for (const [index, line] of text.split('\n').entries()) {
    const head = /^\[([^\]]+)\]\s*$/.exec(line);
    if (head) {
      section = head[1] ?? '';
      if (section !== 'PENDING' && !section.startsWith('special:')) snapshots.push(section);
      continue;
    }
    if (line.startsWith('#')) {
      if (section === '') description.push(decode(line.slice(1)));
      continue;
    }
    const pair = /^([a-z][a-z0-9_-]*):\s*(.*?)\s*$/i.exec(line);
    if (!pair) {
      if (line.trim() === '') continue;
      throw new Error(`line ${index + 1} is not of a machine's configuration`);
    }
    const key = pair[1] ?? '';
    const value = key === 'cipassword' ? '**********' : (pair[2] ?? '');
    if (section === '') values[key] = value;
    else if (section === 'PENDING') pending[key] = value;
  }
  return guestConfigOf({ id, node }, { values, description: description.join('\n'), pending, snapshots });
}

/** A configuration as it compares alike, however it came. */
export function guestConfigOf(
  { id, node }: GuestFile,
  { values, description, pending, snapshots }: Pick<GuestConfig, 'values' | 'description' | 'pending' | 'snapshots'>,
): GuestConfig {
  return {
    id,
    node,
    values,
    description: description.trimEnd(),
    tags: listValue(values.tags?.toLowerCase()),
    template: values.template === '1',
    lock: values.lock ?? '',
    pending: pending.delete === undefined ? pending : { ...pending, delete: listValue(pending.delete).join(',') },
    snapshots: [...snapshots].sort(),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
