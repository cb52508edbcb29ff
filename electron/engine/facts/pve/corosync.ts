import { known } from '../fact.ts';
import type { FileFact } from '../fact-group.ts';
import { parseGuarded } from '../parse/text.ts';

export interface CorosyncNode {
  readonly name: string;
  readonly nodeId: number;
  readonly votes: number;
  /** Address by link number. */
  readonly links: Readonly<Record<number, string>>;
}
export interface CorosyncConfig {
  readonly clusterName: string;
  readonly configVersion: number;
  readonly nodes: readonly CorosyncNode[];
  readonly linkNumbers: readonly number[];
  /** Knet priority by link number, of the links that have one; the higher is used first. */
  readonly priorities: Readonly<Record<number, number>>;
  /** The QDevice, where one is configured. */
  readonly device?: { readonly host: string; readonly algorithm: string; readonly votes: number };
}

/** The cluster's corosync.conf; undefined = this node is not part of a cluster. */
export const corosync: FileFact<CorosyncConfig | undefined> = {
  id: 'corosync',
  paths: ['/etc/pve/corosync.conf'],
  parse: ({ texts }) => {
    const text = texts.get('/etc/pve/corosync.conf');
    return text === undefined ? known(undefined) : parseGuarded(text, parseCorosync);
  },
};

interface Block {
  readonly values: Map<string, string>;
  readonly blocks: { readonly name: string; readonly block: Block }[];
}

/** Reads corosync.conf(5): `name {` ... `}` blocks with `key: value` lines. Throws where braces do not match and on any other line. */
export function parseCorosync(text: string): CorosyncConfig {
  const root: Block = { values: new Map(), blocks: [] };
  const open: Block[] = [root];
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const current = open.at(-1);
    if (!current) throw new Error('corosync.conf closes a block that was not open');
    const head = /^(\S+)\s*\{$/.exec(line);
    const pair = /^([^:#\s]+):\s*(.*)$/.exec(line);
    if (head) {
      const block: Block = { values: new Map(), blocks: [] };
      current.blocks.push({ name: head[1] ?? '', block });
      open.push(block);
    } else if (line === '}') open.pop();
    else if (pair) current.values.set(pair[1] ?? '', pair[2] ?? '');
    else if (line !== '' && !line.startsWith('#'))
      throw new Error(`corosync.conf has a line of no known form: ${line.slice(0, 80)}`);
  }
  if (open.length !== 1) throw new Error('corosync.conf leaves a block open');

  const totem = child(root, 'totem');
  const interfaces = (totem?.blocks ?? [])
    .filter((entry) => entry.name === 'interface')
    .map(({ block }) => ({
      link: Number(block.values.get('linknumber') ?? 0),
      priority: block.values.get('knet_link_priority'),
    }))
    .sort((a, b) => a.link - b.link);
  const nodes = (child(root, 'nodelist')?.blocks ?? [])
    .filter((entry) => entry.name === 'node')
    .map(({ block }) => ({
      name: block.values.get('name') ?? '',
      nodeId: Number(block.values.get('nodeid') ?? 0),
      votes: Number(block.values.get('quorum_votes') ?? 1),
      links: Object.fromEntries(
        [...block.values].flatMap(([key, value]) => {
          const ring = /^ring(\d)_addr$/.exec(key);
          return ring ? [[Number(ring[1]), value]] : [];
        }),
      ),
    }))
    .sort((a, b) => a.nodeId - b.nodeId);
  const device = child(child(root, 'quorum'), 'device');
  const net = child(device, 'net');
  return {
    clusterName: totem?.values.get('cluster_name') ?? '',
    configVersion: Number(totem?.values.get('config_version') ?? 0),
    nodes,
    linkNumbers: interfaces.map(({ link }) => link),
    priorities: Object.fromEntries(
      interfaces.flatMap(({ link, priority }) => (priority === undefined ? [] : [[link, Number(priority)]])),
    ),
    ...(device
      ? {
          device: {
            host: net?.values.get('host') ?? '',
            algorithm: net?.values.get('algorithm') ?? '',
            votes: Number(device.values.get('votes') ?? 0),
          },
        }
      : {}),
  };
}

function child(block: Block | undefined, name: string): Block | undefined {
  return block?.blocks.find((entry) => entry.name === name)?.block;
}
