import { fileURLToPath } from 'node:url';
import { DiagnosticError, describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { type Known, known } from '../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../electron/engine/facts/host-facts.ts';
import { type GuestConfig, parseGuestConfig } from '../../electron/engine/facts/pve/guest-configs.ts';
import { makeEd25519 } from '../../electron/engine/shell/ssh-keys.ts';
import { bytesAsset, folderAssets } from '../../electron/engine/stacks/asset-store.ts';
import { HOST_KEY_MARK, type SnippetState, snippetPath } from '../../electron/engine/steps/machines/machine-facts.ts';
import { snippetText } from '../../electron/engine/steps/machines/snippet.ts';
import type { ApplyContext, Step } from '../../electron/engine/steps/step.ts';
import { type ScriptedExchange, type ScriptedTransport, scriptedTransport } from '../support/scripted-transport.ts';
import { type BenchOptions, bundleOf, viewOf } from './support/step-bench.ts';
import { type Hosts, joinedSite, NODE1, NODE2, nothingKnown, site } from './support/two-node.ts';

export const assets = folderAssets(fileURLToPath(new URL('../..', import.meta.url)));
export const IMAGE = 'debian-13-genericcloud-amd64.qcow2';
export const bundle = bundleOf(`cloud-images/${IMAGE}`);
export const IMAGE_PATH = `/var/lib/sitewright/images/${IMAGE}`;
export const imageSha256 = bundle.asset(`cloud-images/${IMAGE}`)?.sha256 ?? '';

const machine = site.machines[0];
if (!machine) throw new Error('the example has no machine');
export const SNIPPET_PATH = snippetPath(site, machine);
/** The host key that we made for the machine. */
export const HOST_KEY = makeEd25519('root@vm-dashboard', 'the machine of the tests').privateText;
export const HOST_KEY_REF = 'secret:host-key-100';
/** The snippet with this host key; without one that of a machine that made its own. */
export const snippetWith = (privateText: string | undefined): string => snippetText(assets, site, machine, privateText);
/** The same as it lies on a node. */
export function snippetState(text: string, mode = '600'): SnippetState {
  const open = text.slice(0, text.includes(HOST_KEY_MARK) ? text.indexOf(HOST_KEY_MARK) : text.length);
  return { sha256: bytesAsset(text).sha256, openSha256: bytesAsset(open).sha256, mode };
}

/** Template 9000 as Proxmox writes it. */
export const TEMPLATE_CONF = `agent: enabled=1
boot: order=scsi0
cores: 1
ide2: vmdata:vm-9000-cloudinit,media=cdrom
memory: 1024
name: debian-13-template
net0: virtio=BC:24:11:E7:1B:14,bridge=vmbr0
ostype: l26
scsi0: vmdata:base-9000-disk-0,discard=on,iothread=1,size=3G
scsihw: virtio-scsi-single
serial0: socket
tags: sitewright-municipal
template: 1
vga: serial0
`;

const KEY = encodeURIComponent(`${site.access.sshPublicKey}\n`);
/** VM 100 as the site wants it. */
export const MACHINE_CONF = `agent: enabled=1
boot: order=scsi0
cicustom: vendor=local:snippets/sitewright-municipal-vm-dashboard.yaml
ciupgrade: 0
ciuser: sitewright
cores: 2
ide2: vmdata:vm-100-cloudinit,media=cdrom
ipconfig0: ip=192.168.1.100/24,gw=192.168.1.1
memory: 4096
name: vm-dashboard
nameserver: 192.168.1.1
net0: virtio=BC:24:11:00:00:64,bridge=vmbr0
onboot: 1
ostype: l26
scsi0: vmdata:vm-100-disk-0,discard=on,iothread=1,size=32G
scsihw: virtio-scsi-single
searchdomain: municipal.lan
serial0: socket
sshkeys: ${KEY}
tags: sitewright-municipal
vga: serial0
`;

/** The clone right after `qm clone`: what it inherits from the template. */
export const CLONE_CONF = TEMPLATE_CONF.replace('template: 1\n', '')
  .replace('name: debian-13-template', 'name: vm-dashboard')
  .replaceAll('base-9000', 'vm-100')
  .replace('vm-9000', 'vm-100');

export interface GuestText {
  readonly id: number;
  readonly conf: string;
  readonly node?: string;
  readonly status?: string;
}

/** The job that makes a guest: a mark lies on the node for as long as it runs. */
export function making(id: number, command: string): string {
  const folder = '/var/lib/sitewright/machines/making';
  return `mkdir -p ${folder} && touch ${folder}/${id} && sync ${folder}/${id} || exit 1\n${command}\ncode=$?\nrm -f ${folder}/${id}\nexit $code`;
}

/** The marks that lie on node 1. */
export function withMarks(hosts: Hosts, ...ids: readonly number[]): Hosts {
  return withExtra(hosts, NODE1, 'machines.making', known(new Set(ids)));
}

/** What asks a node whether a task goes on. */
export const ASK_TASKS: ScriptedExchange = {
  command: 'pvesh get /nodes/pve-node1/tasks --source active --output-format json',
  kind: 'read',
  stdout: '[]\n',
};
/** What removes a half-made guest. */
export const clearing = (id: number): ScriptedExchange => ({
  job: `machines.clear-${id}`,
  command: `qm destroy ${id} --skiplock 1 --purge 1 --destroy-unreferenced-disks 1`,
});

/** The joined two-node site with these guests, and with these extra facts on node 1 and node 2. */
export function siteWith(
  guests: readonly GuestText[],
  more: Partial<HostFacts> = {},
  base: Hosts = joinedSite(),
): Hosts {
  const configs = new Map<number, GuestConfig>();
  for (const { id, conf, node } of guests) configs.set(id, parseGuestConfig(id, node ?? NODE1, conf));
  const places = new Map(guests.map(({ id, node }) => [id, { id, type: 'qemu', node: node ?? NODE1 }]));
  const states = new Map(
    guests.map(({ id, node, status }) => {
      const config = configs.get(id);
      return [
        id,
        {
          id,
          node: node ?? NODE1,
          name: config?.values.name ?? '',
          status: status ?? 'stopped',
          template: config?.template ?? false,
          haState: '',
        },
      ];
    }),
  );
  const of = (name: string): HostFacts => ({
    ...(base[name] ?? nothingKnown()),
    guestConfigs: known(configs),
    vmList: known(places),
    resources: known({ guests: states }),
    replicationJobs: known([]),
    replicationState: known([]),
    haResources: known([]),
    haGroups: known([]),
    haRules: known([]),
    haManagerStatus: known(undefined),
    ...more,
  });
  return { ...base, [NODE1]: of(NODE1), [NODE2]: of(NODE2) };
}

/** One extra fact more on one host. */
export function withExtra(hosts: Hosts, name: string, id: string, value: Known<unknown>): Hosts {
  const facts = hosts[name] ?? nothingKnown();
  return { ...hosts, [name]: { ...facts, extra: new Map([...facts.extra, [id, value]]) } };
}

export const TEMPLATE: GuestText = { id: 9000, conf: TEMPLATE_CONF };
export const MACHINE: GuestText = { id: 100, conf: MACHINE_CONF };

export interface ApplyFrom extends BenchOptions {
  readonly target: string;
  /** What was known when the step began. */
  readonly before: Hosts;
  /** What each further look sees; the last one stays. */
  readonly afterwards?: readonly Hosts[];
  readonly scripts?: Readonly<Record<string, readonly ScriptedExchange[]>>;
  readonly onNote?: (text: string) => void;
}

/** Runs `apply` with other facts at its beginning than at its first look; hosts that are not named must not be asked. */
export async function applyFrom(
  step: Step,
  options: ApplyFrom,
): Promise<{ failure?: string; waitedMs: number; stored?: ReadonlyMap<string, string> }> {
  const transports = new Map<string, ScriptedTransport>();
  const looks = [...(options.afterwards ?? [options.before])];
  const stored = new Map<string, string>();
  let clock = 0;
  const transport = (host: string): ScriptedTransport => {
    const made = transports.get(host) ?? scriptedTransport(host, options.scripts?.[host] ?? [], options);
    transports.set(host, made);
    return made;
  };
  const context: ApplyContext = {
    ...viewOf(options.before, options),
    target: options.target,
    signal: new AbortController().signal,
    transport,
    note: (text) => options.onNote?.(text),
    progress: () => {},
    wait: async (ms) => {
      clock += ms;
    },
    now: () => clock,
    look: async () => viewOf((looks.length > 1 ? looks.shift() : looks[0]) ?? {}, options),
    storeSecret: async (ref, secret) => {
      stored.set(ref, secret.reveal());
    },
  };
  let failure: string | undefined;
  try {
    await step.apply(context);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    failure = describeDiagnostic(error.diagnostics[0], 'en').summary;
  }
  for (const host of Object.keys(options.scripts ?? {})) transport(host);
  for (const made of transports.values()) made.finished();
  return {
    waitedMs: clock,
    ...(stored.size === 0 ? {} : { stored }),
    ...(failure === undefined ? {} : { failure }),
  };
}
