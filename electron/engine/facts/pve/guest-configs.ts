import { known } from '../fact.ts';
import type { FileFact } from '../fact-group.ts';
import { listValue } from '../parse/section-config.ts';

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
    const found = new Map<number, GuestConfig>();
    for (const [path, text] of files) {
      const place = /^\/etc\/pve\/nodes\/([^/]+)\/qemu-server\/(\d+)\.conf$/.exec(path);
      if (place) found.set(Number(place[2]), parseGuestConfig(Number(place[2]), place[1] ?? '', text));
    }
    return known(new Map([...found].sort(([a], [b]) => a - b)));
  },
};

/** Reads a qemu-server configuration: `#` lines are the description, `[name]` starts a snapshot or the pending section. */
export function parseGuestConfig(id: number, node: string, text: string): GuestConfig {
  const values: Record<string, string> = {};
  const pending: Record<string, string> = {};
  const snapshots: string[] = [];
  const description: string[] = [];
  let section = '';
  for (const line of text.split('\n')) {
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
    if (!pair) continue;
    const key = pair[1] ?? '';
    const value = key === 'cipassword' ? '**********' : (pair[2] ?? '');
    if (section === '') values[key] = value;
    else if (section === 'PENDING') pending[key] = value;
  }
  return {
    id,
    node,
    values,
    description: description.join('\n'),
    tags: listValue(values.tags?.toLowerCase()),
    template: values.template === '1',
    lock: values.lock ?? '',
    pending,
    snapshots,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
