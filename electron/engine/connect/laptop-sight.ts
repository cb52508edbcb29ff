import { readdir, readFile, stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

export interface LaptopPort {
  readonly name: string;
  /** With its prefix. */
  readonly address: string;
  readonly mac: string;
  /** virtual: of containers, machines on this laptop, tunnels. unknown: this system does not tell. */
  readonly medium: 'cable' | 'wifi' | 'virtual' | 'unknown';
}

/** What can be seen of this laptop without asking any of its programs. */
export interface LaptopSight {
  readonly platform: NodeJS.Platform;
  readonly ports: readonly LaptopPort[];
  /** Undefined where the system does not tell. */
  readonly power?: { readonly onBattery: boolean; readonly percent?: number };
  readonly nowMs: number;
  /** When something that lies on this laptop was last written: its clock cannot be before that. */
  readonly writtenMs: number;
}

const VIRTUAL =
  /^(docker|br-|veth|virbr|vnet|vmnet|vbox|vEthernet|tun|tap|wg|tailscale|zt|utun|awdl|llw|bridge|lxc|podman|cni)/i;
const WIFI_NAME = /^(wl|wifi|wi-fi|wlan|wireless|drahtlos|conexión inalámbrica)/i;
const CABLE_NAME = /^(en|eth|em|ethernet)/i;

/** Looks at this laptop. `files` are files whose times the clock is held against. */
export async function seeLaptop(files: readonly string[]): Promise<LaptopSight> {
  const ports = await Promise.all(
    Object.entries(networkInterfaces()).flatMap(([name, list]) =>
      (list ?? [])
        .filter((entry) => !entry.internal)
        .map(async (entry): Promise<LaptopPort> => {
          const { address, cidr, mac } = entry;
          return { name, address: cidr ?? address, mac, medium: await mediumOf(name) };
        }),
    ),
  );
  const times = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  const power = await powerOf();
  return {
    platform: process.platform,
    ports,
    ...(power ? { power } : {}),
    nowMs: Date.now(),
    writtenMs: Math.max(0, ...times),
  };
}

async function mediumOf(name: string): Promise<LaptopPort['medium']> {
  if (VIRTUAL.test(name)) return 'virtual';
  if (process.platform === 'linux') {
    const entries = await readdir(join('/sys/class/net', name)).catch(() => undefined);
    if (entries) return entries.includes('wireless') || entries.includes('phy80211') ? 'wifi' : 'cable';
  }
  if (WIFI_NAME.test(name)) return 'wifi';
  // On macOS en0 may be either.
  return process.platform !== 'darwin' && CABLE_NAME.test(name) ? 'cable' : 'unknown';
}

/** Linux tells in files; other systems only by programs, which are not run. */
async function powerOf(): Promise<LaptopSight['power']> {
  const folder = '/sys/class/power_supply';
  const names = process.platform === 'linux' ? await readdir(folder).catch(() => []) : [];
  const read = (name: string, file: string) =>
    readFile(join(folder, name, file), 'utf8').then(
      (text) => text.trim(),
      () => '',
    );
  let isPlugged: boolean | undefined;
  let battery: number | undefined;
  let drains = false;
  for (const name of names) {
    const [type, scope] = await Promise.all([read(name, 'type'), read(name, 'scope')]);
    if (scope === 'Device') continue;
    if (type === 'Mains' || type === 'USB') isPlugged = isPlugged === true || (await read(name, 'online')) === '1';
    if (type === 'Battery') {
      battery = Number(await read(name, 'capacity')) || battery;
      drains ||= (await read(name, 'status')) === 'Discharging';
    }
  }
  if (isPlugged === undefined && battery === undefined) return undefined;
  return { onBattery: drains && isPlugged !== true, ...(battery === undefined ? {} : { percent: battery }) };
}
