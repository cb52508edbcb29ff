import type { SimHost, World } from '../../kernel/program.ts';
import { die } from '../cli/api-error.ts';
import { databaseOf } from './database.ts';
import { cloudInitSeed, customFiles, meetSeed, vendorPackages } from './guest-cloud-init.ts';
import { type GuestConfig, readGuest } from './guest-config.ts';
import { bootDrive, drivesOf, isCloudInit } from './guest-disks.ts';
import { readHostText } from './host-text.ts';
import { type NodeState, pveSlice } from './slice.ts';
import { parseVolumeId } from './volumes.ts';

/** Seconds from `qm start` until a cloud image's system answers. */
const GUEST_BOOT_SECONDS = 20;

/** Checks what a start needs (volumes, snippets) and marks the guest as running. */
export function startGuest(world: World, host: SimHost, node: NodeState, vmid: string): void {
  const database = databaseOf(world, node);
  const config =
    readGuest(database, node.name, vmid) ??
    die(`Configuration file 'nodes/${node.name}/qemu-server/${vmid}.conf' does not exist`);
  if (node.guests[vmid]) die(`VM ${vmid} already running`);
  const missing = missingVolume(world, node, config);
  if (missing?.startsWith('zfs:'))
    die(`timeout: no zvol device link for '${missing.split('/').at(-1)}' found after 300 sec.`);
  if (missing) die(`volume '${missing}' does not exist`);
  const interfaces = readHostText(host, '/etc/network/interfaces') ?? '';
  const bridge = Object.keys(config)
    .filter((key) => /^net\d+$/.test(key))
    .map((key) => /bridge=([^,]+)/.exec(config[key] ?? '')?.[1])
    .find((name) => name !== undefined && !host.addresses.has(name) && !interfaces.includes(`iface ${name} `));
  if (bridge !== undefined) die(`start failed: QEMU exited with code 1\nbridge '${bridge}' does not exist`);
  for (const volume of Object.values(customFiles(config))) {
    const parsed = parseVolumeId(database, volume);
    if (readHostText(host, parsed.place) === undefined) die(`volume '${volume}' does not exist`);
  }
  // A node that got the guest by HA or migration makes its own cloud-init image at the start.
  for (const drive of drivesOf(config).filter(isCloudInit)) {
    const { place } = parseVolumeId(database, drive.volume);
    node.volumes[place] ??= {
      sizeBytes: 4 * 2 ** 20,
      format: place.startsWith('/') ? 'qcow2' : 'zvol',
      vmid: Number(vmid),
      snapshots: {},
    };
  }
  pveSlice(world).counters.pid += 13;
  node.guests[vmid] = { pid: pveSlice(world).counters.pid, startedAt: world.now() };
  world.effect(host, `qm.start ${vmid}`);
  world.changed();
}

/** The place of the first volume the guest needs that this node does not hold. */
export function missingVolume(world: World, node: NodeState, config: GuestConfig): string | undefined {
  const database = databaseOf(world, node);
  for (const drive of drivesOf(config)) {
    if (isCloudInit(drive)) continue;
    const parsed = parseVolumeId(database, drive.volume);
    if (parsed.kind === 'images' && !node.volumes[parsed.place]) return parsed.place;
  }
  return undefined;
}

/** Powers the guest off at once (or with its node). */
export function stopGuest(world: World, node: NodeState, vmid: string): void {
  const running = node.guests[vmid];
  if (!running) return;
  delete node.guests[vmid];
  const system = running.bootedHost ? world.hosts.get(running.bootedHost) : undefined;
  if (system?.powered) world.setPower(system, false);
  world.changed();
}

/** Brings up the systems of guests that have run long enough; called as simulated time moves. */
export function bootGuests(world: World, node: NodeState): void {
  const host = world.hosts.get(node.name);
  if (!host?.powered) return;
  for (const [vmid, running] of Object.entries(node.guests)) {
    if (running.bootedHost !== undefined || world.now() - running.startedAt < GUEST_BOOT_SECONDS * 1000) continue;
    const config = readGuest(databaseOf(world, node), node.name, vmid);
    if (!config || !hasSystem(world, node, config)) continue;
    if (world.takeFault('guest.does-not-boot')) {
      running.bootedHost = '';
      continue;
    }
    running.bootedHost = bootSystem(world, host, node, vmid, config);
    world.changed();
  }
}

/** A guest boots a system where its boot disk came from an image and it has a cloud-init drive. */
function hasSystem(world: World, node: NodeState, config: GuestConfig): boolean {
  const disk = bootDrive(config);
  if (!disk || !drivesOf(config).some(isCloudInit)) return false;
  const { place } = parseVolumeId(databaseOf(world, node), disk.volume);
  return node.volumes[place]?.source !== undefined;
}

function bootSystem(world: World, host: SimHost, node: NodeState, vmid: string, config: GuestConfig): string {
  const wanted = config.name ?? `vm${vmid}`;
  const serial = /uuid=([^,]+)/.exec(config.smbios1 ?? '')?.[1] ?? vmid;
  const taken = world.hosts.get(wanted);
  // Two machines of one name are two hosts of the world: the later one carries its id.
  const name = taken && taken.hardware.systemSerial !== serial ? `${wanted}-${vmid}` : wanted;
  const seed = cloudInitSeed(world, host, node, config);
  const known = world.hosts.get(name);
  if (known) {
    meetSeed(world, known, seed);
    if (!known.powered) world.setPower(known, true);
    return name;
  }
  const hasCable = !/link_down=1/.test(config.net0 ?? '');
  const address = hasCable ? /(?:^|,)ip=([^,]+)/.exec(config.ipconfig0 ?? '')?.[1] : undefined;
  const gateway = /(?:^|,)gw=([^,]+)/.exec(config.ipconfig0 ?? '')?.[1];
  const keys = decodeURIComponent(config.sshkeys ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const user = config.ciuser ?? 'debian';
  const disk = bootDrive(config);
  const volume = disk ? node.volumes[parseVolumeId(databaseOf(world, node), disk.volume).place] : undefined;
  const mac = /=([0-9A-F:]{17})/i.exec(config.net0 ?? '')?.[1] ?? '00:00:00:00:00:00';
  const guest = world.addHost({
    name,
    os: 'debian',
    osVersion: /13|trixie/i.test(volume?.source ?? '') ? '13' : '12',
    addresses: address && address !== 'dhcp' ? { eth0: [address] } : {},
    hardware: {
      cores: Number(config.cores ?? '1') * Number(config.sockets ?? '1'),
      memoryBytes: Number(config.memory ?? '512') * 2 ** 20,
      virtualisation: false,
      systemSerial: serial,
      disks: [
        {
          name: 'sda',
          serial: `drive-${disk?.key ?? 'scsi0'}`,
          model: 'QEMU HARDDISK',
          sizeBytes: volume?.sizeBytes ?? 0,
          rotational: false,
          use: 'ext4:/',
        },
      ],
      nics: [{ name: 'eth0', mac, speedMbps: 10_000 }],
    },
    authorizedKeys: { [user]: keys },
    users: user === 'root' ? [] : [user],
    ...(gateway === undefined ? {} : { gateway }),
    ...(config.nameserver === undefined ? {} : { nameservers: config.nameserver.split(/[\s,]+/) }),
    ...(config.searchdomain === undefined ? {} : { domain: config.searchdomain }),
    packages: {
      'cloud-init': '22.4.2-1',
      ...vendorPackages(seed.vendor),
      ...volume?.packages,
    },
    files: {
      '/etc/hostname': `${wanted}\n`,
      '/var/lib/cloud/instance/boot-finished': `${world.now()}\n`,
      '/run/cloud-init/result.json':
        '{\n "v1": {\n  "datasource": "DataSourceNoCloud [seed=/dev/sr0][dsmode=net]",\n  "errors": []\n }\n}\n',
      ...(seed.vendor === undefined ? {} : { '/var/lib/cloud/instance/vendor-data.txt': seed.vendor }),
    },
    ...(seed.hostKeys.length > 0 ? { hostKeys: seed.hostKeys } : {}),
  });
  meetSeed(world, guest, seed);
  if (volume?.packages?.['qemu-guest-agent'] !== undefined)
    guest.units.set('qemu-guest-agent', { active: 'active', enabled: true });
  return name;
}

/** Whether the guest's device for the agent is there. */
export function agentEnabled(config: GuestConfig): boolean {
  return /^(?:enabled=)?1(?:,|$)/.test(config.agent ?? '');
}
