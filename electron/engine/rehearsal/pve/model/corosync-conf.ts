/** corosync.conf as PVE writes it: sections sorted by name, two blanks an indent, one blank line between top sections. */
export interface CorosyncNode {
  readonly name: string;
  readonly nodeid: number;
  readonly votes: number;
  /** Ring addresses by link number. */
  readonly rings: Readonly<Record<string, string>>;
}

export interface CorosyncConf {
  readonly clusterName: string;
  readonly configVersion: number;
  readonly nodes: readonly CorosyncNode[];
  /** Link number -> knet priority (undefined where none was given). */
  readonly links: Readonly<Record<string, string | undefined>>;
  readonly tokenCoefficient?: string;
  readonly device?: { readonly host: string; readonly algorithm: string; readonly votes?: number };
}

type Block = {
  readonly values: Record<string, string>;
  readonly blocks: { readonly name: string; readonly block: Block }[];
};

/** Texts read lately: every file access below /etc/pve asks for the quorum, of every member. */
const read = new Map<string, CorosyncConf | undefined>();
const KEPT_TEXTS = 64;

export function parseCorosync(text: string): CorosyncConf | undefined {
  if (read.has(text)) return read.get(text);
  const conf = parse(text);
  if (read.size >= KEPT_TEXTS) read.delete(read.keys().next().value ?? '');
  read.set(text, conf);
  return conf;
}

function parse(text: string): CorosyncConf | undefined {
  const root: Block = { values: {}, blocks: [] };
  const stack: Block[] = [root];
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const open = /^(\S+)\s*\{$/.exec(line);
    const top = stack.at(-1);
    if (!top) return undefined;
    if (open) {
      const block: Block = { values: {}, blocks: [] };
      top.blocks.push({ name: open[1] ?? '', block });
      stack.push(block);
    } else if (line === '}') {
      if (stack.length < 2) return undefined;
      stack.pop();
    } else {
      const entry = /^([^:\s]+):\s*(.*)$/.exec(line);
      if (entry) top.values[entry[1] ?? ''] = entry[2] ?? '';
    }
  }
  const find = (block: Block | undefined, name: string) =>
    block?.blocks.filter((entry) => entry.name === name).map((entry) => entry.block) ?? [];
  const totem = find(root, 'totem')[0];
  if (!totem) return undefined;
  const device = find(find(root, 'quorum')[0], 'device')[0];
  const net = find(device, 'net')[0];
  const nodes = find(find(root, 'nodelist')[0], 'node').map((node): CorosyncNode => {
    const rings = Object.entries(node.values).flatMap(([key, value]) => {
      const ring = /^ring(\d)_addr$/.exec(key);
      return ring ? [[ring[1] ?? '0', value] as const] : [];
    });
    return {
      name: node.values.name ?? '',
      nodeid: Number(node.values.nodeid ?? '0'),
      votes: Number(node.values.quorum_votes ?? '1'),
      rings: Object.fromEntries(rings),
    };
  });
  return {
    clusterName: totem.values.cluster_name ?? '',
    configVersion: Number(totem.values.config_version ?? '0'),
    nodes,
    links: Object.fromEntries(
      find(totem, 'interface').map((entry) => [entry.values.linknumber ?? '0', entry.values.knet_link_priority]),
    ),
    ...(totem.values.token_coefficient ? { tokenCoefficient: totem.values.token_coefficient } : {}),
    ...(device && net
      ? {
          device: {
            host: net.values.host ?? '',
            algorithm: net.values.algorithm ?? 'ffsplit',
            ...(device.values.votes ? { votes: Number(device.values.votes) } : {}),
          },
        }
      : {}),
  };
}

export function formatCorosync(conf: CorosyncConf): string {
  const nodes = [...conf.nodes]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((node) => {
      const rings = Object.entries(node.rings).map(([link, address]) => `    ring${link}_addr: ${address}\n`);
      return `  node {\n    name: ${node.name}\n    nodeid: ${node.nodeid}\n    quorum_votes: ${node.votes}\n${rings.join('')}  }\n`;
    });
  const device = conf.device
    ? `  device {\n    model: net\n    net {\n      algorithm: ${conf.device.algorithm}\n      host: ${conf.device.host}\n      tls: on\n    }\n${
        conf.device.votes === undefined ? '' : `    votes: ${conf.device.votes}\n`
      }  }\n`
    : '';
  const links = Object.entries(conf.links).map(
    ([link, priority]) =>
      `  interface {\n${priority ? `    knet_link_priority: ${priority}\n` : ''}    linknumber: ${link}\n  }\n`,
  );
  return [
    'logging {\n  debug: off\n  to_syslog: yes\n}\n',
    `nodelist {\n${nodes.join('')}}\n`,
    `quorum {\n${device}  provider: corosync_votequorum\n}\n`,
    `totem {\n  cluster_name: ${conf.clusterName}\n  config_version: ${conf.configVersion}\n${links.join('')}  ip_version: ipv4-6\n  link_mode: passive\n  secauth: on\n${
      conf.tokenCoefficient ? `  token_coefficient: ${conf.tokenCoefficient}\n` : ''
    }  version: 2\n}\n\n`,
  ].join('\n');
}
