import type { Program, ProgramContext } from '../kernel/program.ts';
import { type Interface, interfacesOf, networkOf, sameNetwork } from './interfaces.ts';
import { lookUpName } from './names.ts';
import { neighboursOf } from './neighbours.ts';
import { linesOf, text } from './options.ts';
import { ping } from './ping.ts';
import { program } from './program.ts';
import { settingsOf } from './settings.ts';

interface Route {
  readonly dst: string;
  readonly gateway?: string;
  readonly dev: string;
  readonly protocol?: string;
  readonly scope?: string;
  readonly prefsrc?: string;
  readonly flags: readonly string[];
}

function routesOf(context: ProgramContext): readonly Route[] {
  const { gateway } = settingsOf(context.world, context.host);
  const routes: Route[] = [];
  for (const entry of interfacesOf(context.world, context.host)) {
    for (const cidr of entry.isLoopback ? [] : entry.addresses) {
      if (gateway !== '' && sameNetwork(gateway, cidr)) {
        routes.unshift({
          dst: 'default',
          gateway,
          dev: entry.name,
          protocol: context.host.os === 'pve' ? 'kernel' : 'static',
          flags: ['onlink'],
        });
      }
      routes.push({
        dst: networkOf(cidr),
        dev: entry.name,
        protocol: 'kernel',
        scope: 'link',
        prefsrc: cidr.split('/')[0] as string,
        flags: [],
      });
    }
  }
  return routes;
}

function linkJson(entry: Interface, isDetailed = false): Record<string, unknown> {
  const info =
    entry.kind || entry.master
      ? {
          ...(entry.kind ? { info_kind: entry.kind } : {}),
          ...(entry.master ? { info_slave_kind: /^bond/.test(entry.master) ? 'bond' : 'bridge' } : {}),
        }
      : undefined;
  return {
    ifindex: entry.index,
    ifname: entry.name,
    flags: entry.isLoopback
      ? ['LOOPBACK', 'UP', 'LOWER_UP']
      : ['BROADCAST', 'MULTICAST', 'UP', ...(entry.up ? ['LOWER_UP'] : [])],
    mtu: entry.mtu,
    qdisc: entry.isLoopback || entry.isBridge ? 'noqueue' : 'fq_codel',
    ...(entry.master === undefined ? {} : { master: entry.master }),
    operstate: entry.isLoopback ? 'UNKNOWN' : entry.up ? 'UP' : 'DOWN',
    group: 'default',
    txqlen: 1000,
    link_type: entry.isLoopback ? 'loopback' : 'ether',
    address: entry.mac,
    ...(entry.permanentMac === undefined ? {} : { permaddr: entry.permanentMac }),
    ...(entry.altNames === undefined ? {} : { altnames: entry.altNames }),
    broadcast: entry.isLoopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff',
    ...(isDetailed && info ? { linkinfo: info } : {}),
  };
}

function addressJson(entry: Interface, isDetailed = false): Record<string, unknown> {
  return {
    ...linkJson(entry, isDetailed),
    addr_info: entry.addresses.map((cidr) => ({
      family: 'inet',
      local: cidr.split('/')[0],
      prefixlen: Number(cidr.split('/')[1] ?? 32),
      ...(entry.isLoopback ? {} : { broadcast: broadcastOf(cidr) }),
      scope: entry.isLoopback ? 'host' : 'global',
      label: entry.name,
      valid_life_time: 4294967295,
      preferred_life_time: 4294967295,
    })),
  };
}

function broadcastOf(cidr: string): string {
  const [network = '', prefix = '32'] = networkOf(cidr).split('/');
  const base = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) + 2 ** (32 - Number(prefix)) - 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join('.');
}

/** ip [-j] [-4] [-br] addr|link|route [show] [dev X] [get A]; changes are refused as unknown. */
const ip: Program = async (context) => {
  let args = context.argv.slice(1);
  let json = false;
  let brief = false;
  let details = false;
  let family = '';
  while (args[0]?.startsWith('-')) {
    const flag = args[0].replace(/^--?/, '');
    if (flag === 'j' || flag === 'json') json = true;
    else if (flag === 'br' || flag === 'brief') brief = true;
    else if (flag === '4' || flag === '6') family = flag;
    else if (flag === 'd' || flag === 'details') details = true;
    else if (flag !== 'o' && flag !== 's' && flag !== 'p' && flag !== 'pretty') {
      context.stderr(`Option "${args[0]}" is unknown, try "ip -help".\n`);
      return 255;
    }
    args = args.slice(1);
  }
  const [object = '', ...rest] = args;
  const words = rest[0] === 'show' || rest[0] === 'list' ? rest.slice(1) : rest;
  const all = interfacesOf(context.world, context.host);
  const device = words[words.indexOf('dev') + 1] ?? (words.includes('dev') ? undefined : words[0]);
  const named =
    words.length > 0 && words[0] !== 'get' && words[0] !== 'default' && words[0] !== 'up' && words[0] !== 'scope'
      ? device
      : undefined;
  const isOf = (...names: readonly string[]) => names.some((name) => object !== '' && name.startsWith(object));
  if (isOf('address', 'addr') || isOf('link')) {
    if (['add', 'del', 'set', 'flush'].includes(rest[0] ?? '')) {
      context.stderr('RTNETLINK answers: Operation not supported\n');
      return 2;
    }
    const shown = named === undefined ? all : all.filter((entry) => entry.name === named);
    if (shown.length === 0) {
      context.stderr(`Device "${named}" does not exist.\n`);
      return 1;
    }
    const isAddress = object.startsWith('a');
    if (json) {
      const entries = shown.map((entry) => (isAddress ? addressJson(entry, details) : linkJson(entry, details)));
      context.stdout(
        `${JSON.stringify(family === '6' ? entries.map((entry) => ({ ...entry, addr_info: [] })) : entries)}\n`,
      );
      return 0;
    }
    for (const entry of shown) {
      const flags = (linkJson(entry).flags as readonly string[]).join(',');
      if (brief)
        context.stdout(
          `${entry.name.padEnd(16)} ${(entry.isLoopback ? 'UNKNOWN' : entry.up ? 'UP' : 'DOWN').padEnd(14)} ${isAddress ? entry.addresses.join(' ') : entry.mac} \n`,
        );
      else {
        context.stdout(
          `${entry.index}: ${entry.name}: <${flags}> mtu ${entry.mtu} qdisc noqueue ${entry.master ? `master ${entry.master} ` : ''}state ${entry.up ? 'UP' : 'DOWN'} group default qlen 1000\n    link/${entry.isLoopback ? 'loopback' : 'ether'} ${entry.mac} brd ff:ff:ff:ff:ff:ff\n`,
        );
        if (isAddress && family !== '6')
          for (const cidr of entry.addresses)
            context.stdout(
              `    inet ${cidr} scope ${entry.isLoopback ? 'host' : 'global'} ${entry.name}\n       valid_lft forever preferred_lft forever\n`,
            );
      }
    }
    return 0;
  }
  if (isOf('route')) {
    let routes = routesOf(context);
    if (words[0] === 'get') {
      const target = words[1] ?? '';
      const direct = routes.find((route) => route.dst.includes('/') && sameNetwork(target, route.dst));
      const route = direct ?? routes.find((entry) => entry.dst === 'default');
      if (!route) {
        context.stderr('RTNETLINK answers: Network is unreachable\n');
        return 2;
      }
      const source =
        route.prefsrc ?? routes.find((entry) => entry.dev === route.dev && entry.prefsrc !== undefined)?.prefsrc ?? '';
      const answer = {
        dst: target,
        ...(route.gateway ? { gateway: route.gateway } : {}),
        dev: route.dev,
        prefsrc: source,
        flags: [],
        uid: 0,
        cache: [],
      };
      context.stdout(
        json
          ? `${JSON.stringify([answer])}\n`
          : `${target} ${route.gateway ? `via ${route.gateway} ` : ''}dev ${route.dev} src ${source} uid 0 \n    cache \n`,
      );
      return 0;
    }
    if (words.includes('default')) routes = routes.filter((route) => route.dst === 'default');
    if (words.includes('dev')) routes = routes.filter((route) => route.dev === device);
    if (json) context.stdout(`${JSON.stringify(routes)}\n`);
    else
      for (const route of routes)
        context.stdout(
          `${route.dst} ${route.gateway ? `via ${route.gateway} ` : ''}dev ${route.dev} ${route.protocol ? `proto ${route.protocol} ` : ''}${route.scope ? `scope ${route.scope} ` : ''}${route.prefsrc ? `src ${route.prefsrc} ` : ''}${route.flags.join(' ')}\n`,
        );
    return 0;
  }
  if (isOf('neighbour', 'neighbor')) {
    const neighbours = neighboursOf(context);
    if (json) context.stdout(`${JSON.stringify(neighbours)}\n`);
    else
      for (const { dst, dev, lladdr, state } of neighbours)
        context.stdout(`${dst} dev ${dev} ${lladdr === undefined ? '' : `lladdr ${lladdr} `}${state}\n`);
    return 0;
  }
  context.stderr(`Object "${object}" is unknown, try "ip help".\n`);
  return 1;
};

const getent: Program = async (context) => {
  const [database = '', ...keys] = context.argv.slice(1);
  const { host, world } = context;
  const file = {
    hosts: '/etc/hosts',
    ahosts: '/etc/hosts',
    ahostsv4: '/etc/hosts',
    passwd: '/etc/passwd',
    group: '/etc/group',
  }[database];
  if (file === undefined) {
    context.stderr(`Unknown database: ${database}\nTry \`getent --help' or \`getent --usage' for more information.\n`);
    return 1;
  }
  if (database === 'passwd' || database === 'group') {
    const lines = linesOf(text(host.files.read(file)));
    const hits =
      keys.length === 0
        ? lines
        : keys.flatMap((key) => lines.filter((line) => line.split(':')[0] === key || line.split(':')[2] === key));
    for (const line of hits) context.stdout(`${line}\n`);
    return keys.length > 0 && hits.length < keys.length ? 2 : 0;
  }
  let code = 0;
  for (const key of keys) {
    const isAddress = /^[\d.]+$/.test(key);
    const line =
      isAddress && database === 'hosts'
        ? linesOf(text(host.files.read(file))).find((entry) => entry.trim().split(/\s+/)[0] === key)
        : undefined;
    const answers = isAddress && database === 'hosts' ? [] : lookUpName(world, host, key);
    if (!line && answers.length === 0) code = 2;
    else if (line) {
      const [address = '', ...names] = line.trim().split(/\s+/);
      context.stdout(`${address.padEnd(15)} ${names.join(' ')}\n`);
    } else if (database === 'hosts') {
      const [first] = answers;
      context.stdout(
        `${(first?.address ?? '').padEnd(15)} ${first?.canonical ?? ''}${first && first.canonical !== key ? ` ${key}` : ''}\n`,
      );
    } else {
      for (const answer of answers)
        for (const [index, kind] of ['STREAM', 'DGRAM', 'RAW'].entries())
          context.stdout(`${answer.address.padEnd(15)} ${kind.padEnd(6)} ${index === 0 ? answer.canonical : ''}\n`);
    }
  }
  return code;
};

/** ss -tln and friends: listening TCP ports of the host. */
const ss = program(
  { short: 'tulnapH46', long: ['tcp', 'udp', 'listening', 'numeric', 'no-header', 'processes', 'all'] },
  (context, options) => {
    if (!options.has('H', 'no-header'))
      context.stdout('State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n');
    const ports = new Set([22, ...context.world.openPorts(context.host).keys()]);
    for (const port of [...ports].sort((a, b) => a - b))
      context.stdout(`LISTEN 0      128          0.0.0.0:${port}      0.0.0.0:*\n`);
    return 0;
  },
);

export const networkPrograms: Readonly<Record<string, Program>> = { ip, ping, getent, ss };
