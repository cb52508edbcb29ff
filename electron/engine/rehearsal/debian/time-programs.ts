import type { Program, ProgramContext, SimHost, World } from '../kernel/program.ts';
import { lookUpName } from './names.ts';
import { linesOf, text } from './options.ts';
import { complain, program } from './program.ts';
import { settingsOf } from './settings.ts';

interface Source {
  readonly name: string;
  readonly address: string;
  readonly reachable: boolean;
}

function configurationOf({ files }: SimHost): readonly string[] {
  const texts = [text(files.read('/etc/chrony/chrony.conf'))];
  for (const folder of ['/etc/chrony/conf.d', '/etc/chrony/sources.d'])
    for (const name of files.list(folder) ?? [])
      if (/\.(conf|sources)$/.test(name)) texts.push(text(files.read(`${folder}/${name}`)));
  return texts;
}

/** chrony answers nobody unless it is told whom (`allow`). */
function serves(host: SimHost): boolean {
  return (
    host.units.get('chrony')?.active === 'active' && configurationOf(host).some((part) => /^\s*allow\b/m.test(part))
  );
}

/** Servers and pools of chrony's configuration that a name or address of the site answers for. */
function sourcesOf(context: Pick<ProgramContext, 'world' | 'host'>): readonly Source[] {
  const texts = configurationOf(context.host);
  const sources: Source[] = [];
  for (const line of texts.flatMap(linesOf)) {
    const match = /^\s*(server|peer|pool)\s+(\S+)/.exec(line);
    if (!match) continue;
    const name = match[2] as string;
    const [answer] = lookUpName(context.world, context.host, name);
    if (!answer) continue;
    const peer = context.world.hostAt(answer.address);
    // An address that is no simulated host is taken for a time server of the site's network.
    const reachable = peer
      ? context.world.reachable(context.host, peer) && serves(peer)
      : !answer.address.startsWith('127.');
    sources.push({ name, address: answer.address, reachable });
  }
  return sources;
}

/**
 * What Debian's `makestep 1 3` does after a start of chrony: the clock is set at once to that of the first source that answers,
 * which may come later.
 */
export function stepClock(world: World, host: SimHost): void {
  const settings = settingsOf(world, host);
  const best = sourcesOf({ world, host }).find((source) => source.reachable);
  const canStep = text(host.files.read('/etc/chrony/chrony.conf'))
    .split('\n')
    .some((line) => /^\s*makestep\b/.test(line));
  settings.awaitsFirstSource = canStep && !best;
  if (!best || !canStep) return;
  const peer = world.hostAt(best.address);
  settings.clockOffsetSeconds = peer ? settingsOf(world, peer).clockOffsetSeconds : 0;
  world.changed();
}

function isRunning(context: ProgramContext): boolean {
  return (context.host.units.get('chrony') ?? context.host.units.get('chronyd'))?.active === 'active';
}

/** chronyc tracking | sources | makestep | waitsync | activity, with -n and -c (csv). */
const chronyc = program({ short: 'ncmh:', long: ['help', 'version'] }, async (context, options) => {
  const [verb = '', limit] = options.operands;
  if (!isRunning(context)) {
    context.stdout('506 Cannot talk to daemon\n');
    return 1;
  }
  const sources = sourcesOf(context);
  const best = sources.find((source) => source.reachable);
  if (best && settingsOf(context.world, context.host).awaitsFirstSource) stepClock(context.world, context.host);
  const csv = options.has('c');
  const hex = (address: string) =>
    address
      .split('.')
      .map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'))
      .join('');
  const now = context.world.now() / 1000;
  const isLocal =
    !best &&
    /^\s*local\b/m.test(
      text(context.host.files.read('/etc/chrony/chrony.conf')) +
        (context.host.files.list('/etc/chrony/conf.d') ?? [])
          .map((name) => text(context.host.files.read(`/etc/chrony/conf.d/${name}`)))
          .join('\n'),
    );
  switch (verb) {
    case 'tracking': {
      const reference = best ? hex(best.address) : isLocal ? '7F7F0101' : '00000000';
      const stratum = best ? 3 : isLocal ? 10 : 0;
      const leap = best || isLocal ? 'Normal' : 'Not synchronised';
      const offset = settingsOf(context.world, context.host).clockOffsetSeconds;
      if (csv) {
        context.stdout(
          `${reference},${best?.address ?? ''},${stratum},${(best ? now - 30 : 0).toFixed(9)},${offset.toFixed(9)},0.000012345,0.000023456,-12.345,0.001,0.050,0.000500000,0.000300000,64.5,${leap}\n`,
        );
        return 0;
      }
      context.stdout(
        `Reference ID    : ${reference} (${best?.name ?? ''})\nStratum         : ${stratum}\nRef time (UTC)  : ${best ? new Date(context.world.now() - 30_000).toUTCString() : 'Thu Jan 01 00:00:00 1970'}\nSystem time     : ${Math.abs(offset).toFixed(9)} seconds ${offset < 0 ? 'slow' : 'fast'} of NTP time\nLast offset     : +0.000012345 seconds\nRMS offset      : 0.000023456 seconds\nFrequency       : 12.345 ppm slow\nResidual freq   : +0.001 ppm\nSkew            : 0.050 ppm\nRoot delay      : 0.000500000 seconds\nRoot dispersion : 0.000300000 seconds\nUpdate interval : 64.5 seconds\nLeap status     : ${leap}\n`,
      );
      return 0;
    }
    case 'sources': {
      if (!csv)
        context.stdout(
          'MS Name/IP address         Stratum Poll Reach LastRx Last sample               \n===============================================================================\n',
        );
      for (const source of sources) {
        const state = source === best ? '*' : source.reachable ? '+' : '?';
        const name = options.has('n') ? source.address : source.name;
        context.stdout(
          csv
            ? `^,${state},${name},${source.reachable ? 2 : 0},6,${source.reachable ? 377 : 0},${source.reachable ? 30 : 4294967295},0.000012,0.000015,0.000300\n`
            : `^${state} ${name.padEnd(27)} ${source.reachable ? 2 : 0}   6   ${source.reachable ? '377' : '  0'}    30    +12us[  +15us] +/-  300us\n`,
        );
      }
      return 0;
    }
    case 'waitsync': {
      const tries = Number(limit ?? '0') || 60;
      for (let index = 1; index <= tries; index += 1) {
        if (sourcesOf(context).some((source) => source.reachable)) {
          context.stdout(
            `try: ${index}, refid: ${best ? hex(best.address) : '00000000'}, correction: 0.000001, skew: 0.050\n`,
          );
          return 0;
        }
        context.stdout(`try: ${index}, refid: 00000000, correction: 0.000000000, skew: 0.000\n`);
        if (index < tries) await context.sleep(10);
      }
      return 1;
    }
    case 'makestep':
    case 'burst':
    case 'online':
      if (verb === 'makestep' && best) settingsOf(context.world, context.host).clockOffsetSeconds = 0;
      context.world.changed();
      context.stdout('200 OK\n');
      return 0;
    case 'activity':
      context.stdout(
        `200 OK\n${sources.filter((source) => source.reachable).length} sources online\n0 sources offline\n0 sources doing burst (return to online)\n0 sources doing burst (return to offline)\n${sources.filter((source) => !source.reachable).length} sources with unknown address\n`,
      );
      return 0;
    default:
      context.stderr('Unrecognized command\n');
      return 1;
  }
});

const timedatectl = program(
  { short: 'p:a', long: ['property=', 'value', 'no-pager', 'no-ask-password', 'all', 'help', 'version'] },
  (context, options) => {
    const [verb = 'status', argument] = options.operands;
    const settings = settingsOf(context.world, context.host);
    const synchronised = isRunning(context) && sourcesOf(context).some((source) => source.reachable);
    const now = new Date(context.world.now() + settings.clockOffsetSeconds * 1000);
    const stamp = `${now.toUTCString().slice(0, 3)} ${now.toISOString().slice(0, 19).replace('T', ' ')}`;
    const all: Readonly<Record<string, string>> = {
      Timezone: settings.timezone,
      LocalRTC: 'no',
      CanNTP: 'yes',
      NTP: isRunning(context) ? 'yes' : 'no',
      NTPSynchronized: synchronised ? 'yes' : 'no',
      TimeUSec: `${stamp} UTC`,
      RTCTimeUSec: `${stamp} UTC`,
    };
    switch (verb) {
      case 'show': {
        const wanted = [...(options.values.get('p') ?? []), ...(options.values.get('property') ?? [])].flatMap(
          (entry) => entry.split(','),
        );
        for (const name of wanted.length > 0 ? wanted : Object.keys(all))
          if (name in all) context.stdout(options.has('value') ? `${all[name]}\n` : `${name}=${all[name]}\n`);
        return 0;
      }
      case 'status':
        context.stdout(
          `               Local time: ${stamp} UTC\n           Universal time: ${stamp} UTC\n                 RTC time: ${stamp}\n                Time zone: ${settings.timezone} (UTC, +0000)\nSystem clock synchronized: ${all.NTPSynchronized}\n              NTP service: ${isRunning(context) ? 'active' : 'inactive'}\n          RTC in local TZ: no\n`,
        );
        return 0;
      case 'set-timezone': {
        if (argument === undefined) return complain(context, 'Too few arguments.');
        try {
          new Intl.DateTimeFormat('en', { timeZone: argument });
        } catch {
          context.stderr(`Failed to set time zone: Invalid or not installed time zone '${argument}'\n`);
          return 1;
        }
        settings.timezone = argument;
        context.host.files.write('/etc/timezone', Buffer.from(`${argument}\n`));
        if (context.host.files.stat('/etc/localtime')) context.host.files.remove('/etc/localtime');
        context.host.files.symlink(`/usr/share/zoneinfo/${argument}`, '/etc/localtime');
        return 0;
      }
      case 'set-ntp': {
        const unit = context.host.units.get('chrony');
        if (unit) unit.active = argument === 'true' || argument === '1' || argument === 'yes' ? 'active' : 'inactive';
        context.world.changed();
        return 0;
      }
      default:
        context.stderr(`Unknown command verb ${verb}.\n`);
        return 1;
    }
  },
);

const hostnamectl = program(
  { short: 'j', long: ['static', 'json=', 'no-ask-password', 'help', 'version'] },
  (context, options) => {
    const [verb = 'status', argument] = options.operands;
    const { files } = context.host;
    const name = text(files.read('/etc/hostname')).trim();
    if (verb === 'set-hostname' || (verb === 'hostname' && argument !== undefined)) {
      if (argument === undefined) return complain(context, 'Too few arguments.');
      files.write('/etc/hostname', Buffer.from(`${argument}\n`));
      return 0;
    }
    if (verb === 'hostname' || options.has('static')) context.stdout(`${name}\n`);
    else if (options.get('json') !== undefined)
      context.stdout(`${JSON.stringify({ Hostname: name, StaticHostname: name })}\n`);
    else
      context.stdout(
        ` Static hostname: ${name}\n      Machine ID: ${settingsOf(context.world, context.host).machineId}\nOperating System: Debian GNU/Linux\n    Architecture: x86-64\n`,
      );
    return 0;
  },
);

export const timePrograms: Readonly<Record<string, Program>> = { chronyc, timedatectl, hostnamectl };
