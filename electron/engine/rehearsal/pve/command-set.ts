import type { CommandSet, Program, SimHost, World } from '../kernel/program.ts';
import { finishHalfway, powerChanged, tickPve } from './background/tick.ts';
import { toolProgram } from './cli/tool.ts';
import { pveFaults } from './faults.ts';
import { writeBanner } from './model/banner.ts';
import { setUnit } from './model/cluster.ts';
import { readHostText } from './model/host-text.ts';
import { emptySlice, type NodeState, PVE_SLICE, pveSlice } from './model/slice.ts';
import { pmxcfsMount, rememberHost } from './pmxcfs/mount.ts';
import { closeApi, openApi, refreshApi } from './rest/rest-service.ts';
import { haManager } from './tools/ha-manager.ts';
import { bootNetwork, ifreload } from './tools/ifreload.ts';
import { iptables } from './tools/iptables.ts';
import { lvmPrograms, lvmUse } from './tools/lvm.ts';
import { killall, pmxcfs, startPmxcfs } from './tools/pmxcfs.ts';
import { pvecm } from './tools/pvecm.ts';
import { pvenode } from './tools/pvenode.ts';
import { pvesh } from './tools/pvesh.ts';
import { pvesm } from './tools/pvesm.ts';
import { pvesr } from './tools/pvesr.ts';
import { pveum } from './tools/pveum.ts';
import { qemuImg } from './tools/qemu-img.ts';
import { qm } from './tools/qm.ts';
import { qmrestore } from './tools/qmrestore.ts';
import {
  corosyncCfgtool,
  corosyncQdeviceTool,
  corosyncQnetdTool,
  corosyncQuorumtool,
  pct,
  pvesubscription,
  pveversion,
} from './tools/small-tools.ts';
import { vzdump } from './tools/vzdump.ts';
import { zfs } from './tools/zfs.ts';
import { zpool } from './tools/zpool.ts';

/** A program of a PVE node that fails as a missing transport does while pmxcfs is stopped. */
function withPmxcfs(name: string, program: Program): Program {
  return async (context) => {
    rememberHost(context.world, context.host);
    tickPve(context.world);
    if (context.host.units.get('pve-cluster')?.active !== 'active' && name !== 'pveversion') {
      await context.sleep(0.5);
      context.stderr(
        'ipcc_send_rec[1] failed: Connection refused\nipcc_send_rec[2] failed: Connection refused\nipcc_send_rec[3] failed: Connection refused\nUnable to load access control list: Connection refused\n',
      );
      return 111;
    }
    return program(context);
  };
}

const NODE_TOOLS: Readonly<Record<string, Program>> = {
  pvecm: toolProgram(pvecm),
  pvesm: toolProgram(pvesm),
  qm: toolProgram(qm),
  pvesr: toolProgram(pvesr),
  'ha-manager': toolProgram(haManager),
  pveum: toolProgram(pveum),
  pvenode: toolProgram(pvenode),
  pvesh,
  pveversion,
  pvesubscription,
  pct,
  vzdump,
  qmrestore,
};

const PLAIN_TOOLS: Readonly<Record<string, Program>> = {
  ifreload,
  iptables,
  ...lvmPrograms,
  pmxcfs,
  killall,
  zpool,
  zfs,
  'qemu-img': qemuImg,
  'corosync-quorumtool': corosyncQuorumtool,
  'corosync-cfgtool': corosyncCfgtool,
  'corosync-qdevice-tool': corosyncQdeviceTool,
};

/** PVE of a simulated site: its tools, /etc/pve, its API, and what goes on by itself. */
export const pveCommandSet: CommandSet = {
  id: PVE_SLICE,
  programs: {
    ...Object.fromEntries(Object.entries(NODE_TOOLS).map(([name, program]) => [name, withPmxcfs(name, program)])),
    ...PLAIN_TOOLS,
    'corosync-qnetd-tool': corosyncQnetdTool,
  },
  installedOn(host, program) {
    if (program === 'corosync-qnetd-tool') return host.packages.has('corosync-qnetd');
    if (program === 'corosync-qdevice-tool') return host.packages.has('corosync-qdevice');
    return host.os === 'pve';
  },
  mounts: [pmxcfsMount],
  initialState: emptySlice,
  faults: pveFaults,
  diskUse: (world, host, disk) => (host.os === 'pve' ? usedBy(pveSlice(world).nodes[host.name], disk) : undefined),
  tick(world) {
    tickPve(world);
    refreshApi(world);
  },
  start(world) {
    tickPve(world);
    finishHalfway(world);
    for (const host of world.hosts.values()) {
      const stopped = host.units.get('pveproxy')?.active === 'inactive';
      if (host.os === 'pve' && host.powered && !stopped) openApi(world, host);
    }
  },
  hostChanged(world, host, change) {
    if (host.os !== 'pve') return;
    const node = pveSlice(world).nodes[host.name];
    if (change === 'removed' && node) delete pveSlice(world).nodes[host.name];
    if ((change === 'powered-on' || change === 'powered-off') && node) {
      rememberHost(world, host);
      powerChanged(world, host, node);
      if (change === 'powered-on') {
        if (!host.real) void bootNetwork(world, host).catch(() => undefined); // a host that loses its power again
        writeBanner(host);
        openApi(world, host);
      }
    }
  },
  unitAction(world, host, unit, action) {
    const node = pveSlice(world).nodes[host.name];
    if (host.os !== 'pve' || !node) return undefined;
    if (unit === 'corosync' && action !== 'enable' && action !== 'disable')
      corosyncAction(world, host, action === 'stop');
    if (unit === 'pve-cluster' && (action === 'start' || action === 'restart')) return startPmxcfs(world, node);
    if (unit === 'pveproxy') {
      if (action === 'stop') closeApi(world, host);
      else if (action === 'start' || action === 'restart' || action === 'reload') openApi(world, host);
    }
    return undefined;
  },
};

/** A pool or a volume group that is there now. */
function usedBy(node: NodeState | undefined, disk: string): string | undefined {
  const pool = Object.entries(node?.pools ?? {}).find(([, entry]) => entry.devices.includes(disk))?.[0];
  return pool === undefined ? lvmUse(node, disk) : `zfs:${pool}`;
}

/** Without its configuration corosync stays inactive (a unit condition, no failure). A restart clears what was only in memory. */
function corosyncAction(world: World, host: SimHost, stopped: boolean): void {
  const node = pveSlice(world).nodes[host.name];
  if (!node) return;
  delete node.expectedVotes;
  delete node.qdeviceResidue;
  node.ringSequence += 1;
  if (stopped) {
    setUnit(host, 'corosync', 'inactive');
    return;
  }
  setUnit(host, 'corosync', readHostText(host, '/etc/corosync/corosync.conf') === undefined ? 'inactive' : 'active');
  node.quorateFrom = world.now() + 3000;
}
