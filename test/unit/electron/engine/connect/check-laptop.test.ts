import { describe, expect, test } from 'vitest';
import { checkLaptop, freeAddress, netmask } from '../../../../../electron/engine/connect/check-laptop.ts';
import type { LaptopPort, LaptopSight } from '../../../../../electron/engine/connect/laptop-sight.ts';
import { arrivalSite } from '../arrival/support/arrival-site.ts';

const site = arrivalSite({ laptop: { address: '192.168.1.50' } });
const NOW = Date.UTC(2026, 10, 21);

const port = (name: string, address: string, medium: LaptopPort['medium'] = 'cable'): LaptopPort => ({
  name,
  address,
  mac: '02:00:00:00:00:50',
  medium,
});
const sight = (ports: readonly LaptopPort[], more: Partial<LaptopSight> = {}): LaptopSight => ({
  platform: 'linux',
  ports,
  nowMs: NOW,
  writtenMs: NOW - 1000,
  ...more,
});
function look(id: string, seen: LaptopSight, of = site, keepsAwake = false) {
  const check = checkLaptop(of, seen, keepsAwake).find((entry) => entry.id === id);
  if (!check) throw new Error(`there is no check ${id}`);
  return { outcome: check.outcome, codes: check.diagnostics.map(({ code }) => code), check };
}

describe('the port of the laptop', () => {
  test('with the cable inside the site passes', () => {
    expect(look('interface', sight([port('eth0', '192.168.1.50/24')]))).toMatchObject({ outcome: 'passed', codes: [] });
  });
  test('is missing where only containers have addresses', () => {
    expect(look('interface', sight([port('docker0', '172.17.0.1/16', 'virtual')]))).toMatchObject({
      outcome: 'failed',
      codes: ['connect.no-interface'],
    });
  });
  test('on Wi-Fi is warned of', () => {
    expect(look('interface', sight([port('wlan0', '192.168.1.50/24', 'wifi')])).codes).toEqual(['connect.wifi']);
  });
  test('twice inside is warned of; two addresses of one port are one port', () => {
    const twice = [port('eth0', '192.168.1.50/24'), port('eth1', '192.168.1.51/24')];
    expect(look('interface', sight(twice)).codes).toEqual(['connect.several-inside']);
    const once = [port('eth0', '192.168.1.50/24'), port('eth0', '192.168.1.51/24')];
    expect(look('interface', sight(once)).codes).toEqual([]);
  });
});

describe('the address of the laptop', () => {
  test('as planned passes', () => {
    expect(look('address', sight([port('eth0', '192.168.1.50/24')]))).toMatchObject({ outcome: 'passed', codes: [] });
  });

  test.each([
    ['linux', 'connect.set-address-linux', 'nmcli connection add type ethernet ifname eth0'],
    [
      'win32',
      'connect.set-address-windows',
      'New-NetIPAddress -InterfaceAlias "eth0" -IPAddress 192.168.1.50 -PrefixLength 24',
    ],
    ['darwin', 'connect.set-address-macos', 'networksetup -setmanual "SERVICE" 192.168.1.50 255.255.255.0'],
  ] as const)('outside is told with the exact command of %s', (platform, code, command) => {
    const found = look('address', sight([port('eth0', '10.0.0.5/8')], { platform }));
    expect(found).toMatchObject({ outcome: 'failed', codes: ['connect.not-inside', code] });
    const [, how] = found.check.diagnostics;
    expect(how?.commands?.[0]?.slice(0, command.length)).toBe(command);
  });

  test.each([
    ['linux', 'nmcli connection add type ethernet ifname eth0 con-name sitewright ipv6.method manual'],
    ['win32', 'netsh interface ipv6 add address "eth0" fd00:1::50/64'],
    ['darwin', 'ifconfig eth0 inet6 fd00:1::50 prefixlen 64'],
  ] as const)('of IPv6 is set with the command of %s for it', (platform, command) => {
    const ipv4 = arrivalSite({ laptop: { address: 'fd00:1::50' } });
    const management = { ...ipv4.network.management, cidr: 'fd00:1::/64', gateway: 'fd00:1::1' };
    const ipv6 = { ...ipv4, network: { ...ipv4.network, management } };
    const [, how] = look('address', sight([port('eth0', '10.0.0.5/8')], { platform }), ipv6).check.diagnostics;
    expect(how?.commands?.join('\n')).toContain(command);
  });

  test('inside but another than the media say is told', () => {
    expect(look('address', sight([port('eth0', '192.168.1.77/24')])).codes).toEqual([
      'connect.other-address',
      'connect.set-address-linux',
    ]);
  });

  test('that the plan gives to a node is told above all', () => {
    expect(look('address', sight([port('eth0', '192.168.1.11/24'), port('eth0', '192.168.1.50/24')])).codes).toEqual([
      'connect.address-planned',
    ]);
  });

  test('where the site names none, any inside will do, and naming it is proposed', () => {
    const none = arrivalSite({ laptop: null });
    const found = look('address', sight([port('eth0', '192.168.1.77/24')]), none);
    expect(found).toMatchObject({ outcome: 'passed', codes: ['connect.no-laptop'] });
    expect(found.check.diagnostics[0]?.params.example).toBe('192.168.1.77');
  });

  test('proposed where there is none is free in the plan and out of reach of leases', () => {
    expect(freeAddress(site)).toBe('192.168.1.250');
    const leased = arrivalSite({ dhcp: true });
    const wide = {
      ...leased,
      network: { ...leased.network, dhcp: { rangeStart: '192.168.1.100', rangeEnd: '192.168.1.254' } },
    };
    expect(freeAddress(wide)).toBe('192.168.1.99');
  });
});

describe('what cannot be seen from inside', () => {
  test.each(['linux', 'win32', 'darwin'] as const)('is unknown on %s and comes with its command', (platform) => {
    for (const id of ['firewall', 'sleep']) {
      const found = look(id, sight([port('eth0', '192.168.1.50/24')], { platform }));
      expect(found.outcome).toBe('unknown');
      const commands = found.check.diagnostics.flatMap(({ commands = [] }) => commands);
      expect(commands).not.toEqual([]);
      for (const command of commands)
        expect(command).toMatch(/^(sudo|systemd-inhibit|powercfg|caffeinate|New-NetFirewallRule) /);
      if (id === 'firewall') expect(commands.join('\n')).toMatch(/8443|socketfilterfw/);
    }
  });
  test('sleep is no matter where the window keeps the laptop awake', () => {
    expect(look('sleep', sight([]), site, true)).toMatchObject({ outcome: 'passed', codes: [] });
  });
});

describe('clock and power', () => {
  test('a clock before what was written on this laptop is wrong', () => {
    expect(look('clock', sight([], { nowMs: NOW, writtenMs: NOW + 60_000 })).codes).toEqual(['connect.clock-behind']);
    expect(look('clock', sight([], { nowMs: Date.UTC(2010, 0, 1), writtenMs: 0 })).codes).toEqual([
      'connect.clock-behind',
    ]);
    expect(look('clock', sight([])).outcome).toBe('passed');
  });
  test('a battery that drains is told, one that is only known of is not', () => {
    expect(look('power', sight([], { power: { onBattery: true, percent: 41 } }))).toMatchObject({
      outcome: 'failed',
      codes: ['connect.on-battery'],
    });
    expect(look('power', sight([], { power: { onBattery: false, percent: 80 } })).outcome).toBe('passed');
    expect(look('power', sight([])).outcome).toBe('unknown');
  });
});

test('a prefix is written as a mask', () => {
  expect([0, 8, 20, 24, 30, 32].map(netmask)).toEqual([
    '0.0.0.0',
    '255.0.0.0',
    '255.255.240.0',
    '255.255.255.0',
    '255.255.255.252',
    '255.255.255.255',
  ]);
});
