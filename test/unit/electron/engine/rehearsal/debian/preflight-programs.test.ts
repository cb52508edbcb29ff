import { afterEach, describe, expect, it } from 'vitest';
import { debianCommandSet } from '../../../../../../electron/engine/rehearsal/debian/command-set.ts';
import { knownFaults } from '../../../../../../electron/engine/rehearsal/kernel/faults.ts';
import type { SimWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { debianHost, debianWorld, sh } from '../../../../../support/simulated-site.ts';

const open: SimWorld[] = [];
afterEach(() => {
  for (const world of open.splice(0)) world.close();
});
const node = (name: string, number: number) => ({
  ...debianHost(name, `192.168.1.${number}`),
  os: 'pve' as const,
  osVersion: '8.4',
  addresses: { vmbr0: [`192.168.1.${number}/24`], eno2: [`10.10.10.${number}/24`] },
});
function start(...faults: readonly string[]): SimWorld {
  const world = debianWorld({ hosts: [node('vm1', 21), node('vm2', 22), debianHost('vm3', '192.168.1.23')], faults });
  open.push(world);
  return world;
}
const QUIET = 'ping -n -q -c 20 -i 0.05 -W 1';
const count = (stdout: string) =>
  /(\d+) packets transmitted, (\d+) received, (\d+)% packet loss/.exec(stdout)?.slice(1);
const average = (stdout: string) => Number(/= [\d.]+\/([\d.]+)\/[\d.]+\/[\d.]+ ms/.exec(stdout)?.[1]);

describe('ping on a simulated host', () => {
  it('says what iputils says, and nothing of each packet when it is to be quiet', async () => {
    const { stdout, code } = await sh(start(), `${QUIET} -I 10.10.10.21 10.10.10.22`);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^PING 10\.10\.10\.22 \(10\.10\.10\.22\) from 10\.10\.10\.21 : 56\(84\) bytes of data\.\n\n--- 10\.10\.10\.22 ping statistics ---\n20 packets transmitted, 20 received, 0% packet loss, time \d+ms\nrtt min\/avg\/max\/mdev = 0\.\d{3}\/0\.\d{3}\/0\.\d{3}\/0\.\d{3} ms\n$/,
    );
  });

  it('ends with 1 where nobody answers and with 2 where it cannot ask', async () => {
    const world = start();
    expect((await sh(world, `${QUIET} 192.168.1.99`)).code).toBe(1);
    const foreign = await sh(world, 'ping -c 1 -I 10.9.9.9 192.168.1.22');
    expect(foreign).toMatchObject({ code: 2, stderr: 'ping: bind: Cannot assign requested address\n' });
  });

  it('lets a packet pass whole only up to what the cable carries', async () => {
    const world = start('link.narrow@vm2');
    expect((await sh(world, 'ping -q -M do -s 1372 -c 1 192.168.1.22')).code).toBe(0);
    expect((await sh(world, 'ping -q -M do -s 1472 -c 1 192.168.1.22')).code).toBe(1);
    expect((await sh(world, 'ping -q -s 1472 -c 1 192.168.1.22')).code).toBe(0);
    expect((await sh(world, 'ping -q -M do -s 1472 -c 1 192.168.1.23')).code).toBe(0);
  });

  it('is slow and loses over the cables of the host that was named, from either end, and over no other', async () => {
    const slow = start('link.slow@vm2');
    expect(average((await sh(slow, `${QUIET} 192.168.1.22`)).stdout)).toBeGreaterThan(35);
    expect(average((await sh(slow, `${QUIET} 192.168.1.21`, { host: 'vm2' })).stdout)).toBeGreaterThan(35);
    expect(average((await sh(slow, `${QUIET} 192.168.1.23`)).stdout)).toBeLessThan(1);
    const lossy = start('link.lossy@vm2');
    expect(count((await sh(lossy, `${QUIET} 192.168.1.22`)).stdout)).toEqual(['20', '15', '25']);
  });

  it('is slow over one port where the port was named', async () => {
    const world = start('link.slow@vm2:eno2');
    expect(average((await sh(world, `${QUIET} 10.10.10.22`)).stdout)).toBeGreaterThan(35);
    expect(average((await sh(world, `${QUIET} 192.168.1.22`)).stdout)).toBeLessThan(1);
  });
});

it('ip neigh names the machine that answers, a stranger where the address was taken', async () => {
  const own = async (world: SimWorld) => JSON.parse((await sh(world, 'ip -j neigh show')).stdout);
  const good = await own(start());
  const mac = JSON.parse((await sh(start(), 'ip -j addr show vmbr0', { host: 'vm2' })).stdout)[0].address;
  expect(good).toContainEqual({ dst: '192.168.1.22', dev: 'vmbr0', lladdr: mac, state: ['REACHABLE'] });
  const taken = await own(start('address.taken@vm2'));
  expect(taken.find(({ dst }: { dst: string }) => dst === '192.168.1.22').lladdr).toBe('00:1b:63:84:45:e6');
  expect(taken.find(({ dst }: { dst: string }) => dst === '192.168.1.23').lladdr).not.toBe('00:1b:63:84:45:e6');
});

describe('smartctl on a simulated node', () => {
  it('passes a good disk and fails the first one of the host that was named', async () => {
    const world = start('disk.failing@vm2');
    const good = await sh(world, 'smartctl -H -A /dev/sda');
    expect(good.code).toBe(0);
    expect(good.stdout).toContain('SMART overall-health self-assessment test result: PASSED\n');
    const bad = await sh(world, 'smartctl -H -A /dev/sda', { host: 'vm2' });
    expect(bad.code).toBe(8);
    expect(bad.stdout).toContain('SMART overall-health self-assessment test result: FAILED!\n');
  });

  it('says that there is no such disk, and is not there on a plain Debian', async () => {
    const world = start();
    expect(await sh(world, 'smartctl -H /dev/sdx')).toMatchObject({ code: 2 });
    expect((await sh(world, 'smartctl -H /dev/sda', { host: 'vm3' })).code).toBe(127);
  });
});

it('a clock that was ordered to be off is off until chrony is started and has somebody to follow', async () => {
  const world = start('clock.skewed@vm2');
  const ahead = async () =>
    Number((await sh(world, 'date +%s', { host: 'vm2' })).stdout) - Number((await sh(world, 'date +%s')).stdout);
  expect(await ahead()).toBeGreaterThan(7000);
  await sh(world, 'echo "server 192.168.1.21 iburst" > /etc/chrony/conf.d/x.conf; systemctl restart chrony', {
    host: 'vm2',
  });
  // chrony serves nobody unless it is told to
  expect((await sh(world, 'chronyc -n -c tracking', { host: 'vm2' })).stdout).toMatch(/,Not synchronised\n$/);
  expect(await ahead()).toBeGreaterThan(7000);
  await sh(world, 'echo "allow 192.168.1.0/24" > /etc/chrony/conf.d/x.conf; systemctl restart chrony');
  expect((await sh(world, 'chronyc -n -c tracking', { host: 'vm2' })).stdout).toMatch(/,Normal\n$/);
  expect(await ahead()).toBeLessThan(60);
});

it('virtualisation that the firmware switched off is not among the flags', async () => {
  const world = debianWorld({
    hosts: ['vm1', 'vm2'].map((name, index) => {
      const host = node(name, 21 + index);
      return { ...host, hardware: { ...host.hardware, virtualisation: true } };
    }),
    faults: ['virtualisation.off@vm2'],
  });
  open.push(world);
  expect((await sh(world, 'grep -cw vmx /proc/cpuinfo')).code).toBe(0);
  expect((await sh(world, 'grep -cw vmx /proc/cpuinfo', { host: 'vm2' })).code).toBe(1);
});

it('the zones of tzdata are files, others are not', async () => {
  const world = start();
  for (const [path, code] of [
    ['Europe/Madrid', 0],
    ['America/Argentina/Cordoba', 0],
    ['Europe', 0],
    ['Europe/Atlantis', 1],
  ] as const)
    expect((await sh(world, `test -e /usr/share/zoneinfo/${path}`)).code, path).toBe(code);
});

it('every fault of machines, cables and clocks has its sentence in both languages, and a name of its own', () => {
  const all = knownFaults([debianCommandSet]);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { summary } of debianCommandSet.faults ?? []) {
    expect(summary.en).not.toBe('');
    expect(summary.es).not.toBe(summary.en);
  }
});
