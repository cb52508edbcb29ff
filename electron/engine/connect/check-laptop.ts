import type { ConnectCheck } from '../../api/connect.ts';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import { allHosts } from '../site/derive.ts';
import { addressOf, addressText, contains, parseAddress, parseCidr, prefixOf, sameAddress } from '../site/net.ts';
import { addressCommands, firewallCommands, wakeCommands } from './fix-commands.ts';
import type { LaptopPort, LaptopSight } from './laptop-sight.ts';

/** No clock is right that says less: this was written later. */
const WRITTEN_AFTER_MS = Date.UTC(2026, 10, 1);

type Outcome = ConnectCheck['outcome'];

/** The checks that follow from what is seen of the laptop alone. Pure. */
export function checkLaptop(site: Site, sight: LaptopSight, keepsAwake: boolean): readonly ConnectCheck[] {
  return [
    checkInterface(site, sight),
    checkAddress(site, sight),
    checkFirewall(site, sight),
    checkSleep(sight, keepsAwake),
    checkClock(sight),
    checkPower(sight),
  ];
}

/** Ports with an address in the management network. */
export function portsInside(site: Site, ports: readonly LaptopPort[]): readonly LaptopPort[] {
  return ports.filter(({ address }) => contains(site.network.management.cidr, addressOf(address)));
}

function checkInterface(site: Site, { ports }: LaptopSight): ConnectCheck {
  const own = ports.filter(({ medium }) => medium !== 'virtual');
  const inside = portsInside(site, own);
  const seen = ports.map(
    ({ name, address, medium }) => `${name} ${address}${medium === 'unknown' ? '' : ` (${medium})`}`,
  );
  if (own.length === 0) return check('interface', 'failed', seen, [diagnostic('connect.no-interface')]);
  const found: Diagnostic[] = [];
  const wifi = inside.find(({ medium }) => medium === 'wifi');
  if (wifi) found.push(diagnostic('connect.wifi', { params: { address: wifi.address, name: wifi.name } }));
  if (new Set(inside.map(({ name }) => name)).size > 1) {
    const names = inside.map(({ name, address }) => `${name} ${address}`).join(', ');
    found.push(diagnostic('connect.several-inside', { params: { seen: names } }));
  }
  const [first] = inside;
  if (!first) return check('interface', 'unknown', seen, found);
  return check('interface', found.length > 0 ? 'failed' : 'passed', [`${first.name} ${first.address}`], found);
}

function checkAddress(site: Site, sight: LaptopSight): ConnectCheck {
  const { cidr } = site.network.management;
  const { laptop } = site.network;
  const inside = portsInside(site, sight.ports);
  const wanted = laptop?.address ?? freeAddress(site);
  const seen = inside.map(({ name, address }) => `${name} ${address}`);
  const right = inside.find(({ address }) => sameAddress(addressOf(address), wanted));
  const planned = allHosts(site).find((host) =>
    inside.some(({ address }) => sameAddress(addressOf(address), host.address)),
  );
  if (planned)
    return check('address', 'failed', seen, [
      diagnostic('connect.address-planned', { params: { address: planned.address, host: planned.name } }),
    ]);
  if (right) return check('address', 'passed', seen, []);
  const [first] = inside;
  if (first && !laptop)
    return check('address', 'passed', seen, [
      diagnostic('connect.no-laptop', { params: { example: addressOf(first.address) } }),
    ]);
  const name = (first ?? sight.ports.find(({ medium }) => medium === 'cable') ?? sight.ports[0])?.name ?? 'eth0';
  const full = `${wanted}/${prefixOf(cidr)}`;
  return check('address', 'failed', seen, [
    first
      ? diagnostic('connect.other-address', { params: { seen: first.address, wanted: full, name } })
      : diagnostic('connect.not-inside', { params: { cidr, wanted: full } }),
    howToSet(sight.platform, name, wanted, prefixOf(cidr)),
  ]);
}

function howToSet(platform: NodeJS.Platform, name: string, address: string, prefix: number): Diagnostic {
  const mask = address.includes(':') ? undefined : netmask(prefix);
  const code =
    platform === 'win32'
      ? 'connect.set-address-windows'
      : platform !== 'darwin'
        ? 'connect.set-address-linux'
        : mask === undefined
          ? 'connect.set-address-macos6'
          : 'connect.set-address-macos';
  return diagnostic(code, {
    params: { name },
    commands: addressCommands(platform, { port: name, address, prefix, ...(mask === undefined ? {} : { mask }) }),
  });
}

/** 24 is 255.255.255.0. */
export function netmask(prefix: number): string {
  const value = prefix === 0 ? 0n : (0xffffffffn << BigInt(32 - prefix)) & 0xffffffffn;
  return addressText({ bits: 32, value });
}

function checkFirewall(site: Site, { platform, ports }: LaptopSight): ConnectCheck {
  if (!site.network.laptop) return check('firewall', 'not-applicable', [], []);
  const { port } = site.network.laptop;
  const name = (portsInside(site, ports)[0] ?? ports[0])?.name ?? 'eth0';
  const code =
    platform === 'win32'
      ? 'connect.firewall-windows'
      : platform === 'darwin'
        ? 'connect.firewall-macos'
        : 'connect.firewall-linux';
  return check(
    'firewall',
    'unknown',
    [],
    [diagnostic(code, { params: { port: String(port) }, commands: firewallCommands(platform, name, port) })],
  );
}

function checkSleep({ platform }: LaptopSight, keepsAwake: boolean): ConnectCheck {
  if (keepsAwake) return check('sleep', 'passed', [], []);
  const code =
    platform === 'win32'
      ? 'connect.sleep-windows'
      : platform === 'darwin'
        ? 'connect.sleep-macos'
        : 'connect.sleep-linux';
  return check('sleep', 'unknown', [], [diagnostic(code, { commands: wakeCommands(platform) })]);
}

function checkClock({ nowMs, writtenMs }: LaptopSight): ConnectCheck {
  const text = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const after = Math.max(WRITTEN_AFTER_MS, writtenMs);
  // File systems keep times coarser than the clock.
  if (nowMs >= after - 2_000) return check('clock', 'passed', [`${text(nowMs)} UTC`], []);
  const params = { now: `${text(nowMs)} UTC`, after: `${text(after)} UTC` };
  return check('clock', 'failed', [`${text(nowMs)} UTC`], [diagnostic('connect.clock-behind', { params })]);
}

function checkPower({ power }: LaptopSight): ConnectCheck {
  if (!power) return check('power', 'unknown', [], [diagnostic('connect.power-unknown')]);
  const percent = power.percent === undefined ? '?' : String(power.percent);
  if (!power.onBattery) return check('power', 'passed', power.percent === undefined ? [] : [`${percent} %`], []);
  return check('power', 'failed', [`${percent} %`], [diagnostic('connect.on-battery', { params: { percent } })]);
}

/** A high address of the management network that the plan does not use, and that no lease can take. */
export function freeAddress(site: Site): string {
  const { cidr, gateway } = site.network.management;
  const { bits, value, prefix } = parseCidr(cidr);
  const size = 1n << BigInt(bits - prefix);
  const start = value - (value % size);
  const taken = new Set([gateway, ...allHosts(site).map(({ address }) => address)]);
  const leased = (candidate: bigint): boolean => {
    const { dhcp } = site.network;
    return (
      dhcp !== undefined &&
      candidate >= parseAddress(dhcp.rangeStart).value &&
      candidate <= parseAddress(dhcp.rangeEnd).value
    );
  };
  for (let offset = size - 6n; offset > 1n && offset > size - 4096n; offset -= 1n) {
    const text = addressText({ bits, value: start + offset });
    if (!taken.has(text) && !leased(start + offset)) return text;
  }
  return addressOf(cidr);
}

function check(
  id: ConnectCheck['id'],
  outcome: Outcome,
  seen: readonly string[],
  diagnostics: readonly Diagnostic[],
): ConnectCheck {
  return { id, outcome, seen: [...seen], diagnostics: [...diagnostics] };
}
