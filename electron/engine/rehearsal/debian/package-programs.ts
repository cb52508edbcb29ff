import { errnoText } from '../kernel/files/file-error.ts';
import type { Program, ProgramContext } from '../kernel/program.ts';
import { debianRelease } from './base-system.ts';
import { type DebPackage, readDeb } from './deb-reader.ts';
import { absolute, parseOptions } from './options.ts';
import { complain, program } from './program.ts';
import { log } from './settings.ts';

/**
 * Packages that a fresh install does not have. A dependency on anything else is taken for met: the simulated package list is
 * short, and a real one has some 700 entries (assumed, not observed).
 */
const NOT_IN_BASE = new Set([
  'containerd',
  'containerd.io',
  'corosync-qdevice',
  'corosync-qnetd',
  'docker-ce',
  'docker-ce-cli',
  'docker-buildx-plugin',
  'docker-compose',
  'docker-compose-plugin',
  'docker-compose-v2',
  'docker.io',
  'libnss3-tools',
  'runc',
  'tini',
]);

/** Units that a package brings, and whether Debian starts them at once. */
const UNITS: Readonly<Record<string, readonly { readonly unit: string; readonly starts: boolean }[]>> = {
  'docker.io': [{ unit: 'docker', starts: true }],
  'docker-ce': [{ unit: 'docker', starts: true }],
  containerd: [{ unit: 'containerd', starts: true }],
  'containerd.io': [{ unit: 'containerd', starts: true }],
  'corosync-qdevice': [{ unit: 'corosync-qdevice', starts: false }],
  'corosync-qnetd': [{ unit: 'corosync-qnetd', starts: true }],
  'qemu-guest-agent': [{ unit: 'qemu-guest-agent', starts: true }],
};

const RC_POLICY = 'policy-rc.d';

/** Puts a package on the host: its files, its units, its entry. */
async function unpack(context: ProgramContext, deb: DebPackage): Promise<void> {
  const { host, world } = context;
  const before = host.packages.get(deb.name);
  for (const entry of deb.files) {
    const path = `/${entry.name.replace(/^\.?\/*/, '').replace(/\/$/, '')}`;
    if (path === '/') continue;
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (parent !== '') host.files.makeDirectories(parent);
    if (entry.type === 'directory') host.files.makeDirectories(path, entry.mode || 0o755);
    else if (entry.type === 'symlink') {
      if (!host.files.stat(path)) host.files.symlink(entry.linkTarget, path);
    } else if (entry.type === 'file' && !/^\/(usr\/)?(s?bin|libexec|lib)\//.test(path)) {
      // Machine code cannot run here: programs come from the command sets, so binaries are left out.
      host.files.write(path, Uint8Array.from(entry.data), entry.mode);
    } else if (entry.type === 'file' && path.includes('/systemd/system/'))
      host.files.write(path, Uint8Array.from(entry.data), entry.mode);
  }
  host.packages.set(deb.name, deb.version);
  world.effect(host, `package.install ${deb.name} ${deb.version}`);
  log(world, host, 'dpkg', `status installed ${deb.name}:${deb.architecture} ${deb.version}`);
  for (const { unit, starts } of UNITS[deb.name] ?? []) {
    if (before === undefined && !host.units.has(unit)) {
      host.units.set(unit, { active: 'inactive', enabled: starts });
      if (starts && !host.files.stat(`/usr/sbin/${RC_POLICY}`)) await world.unitAction(host, unit, 'start');
    } else if (starts && host.units.get(unit)?.active === 'active') await world.unitAction(host, unit, 'restart');
  }
}

function isMet(context: ProgramContext, alternatives: readonly string[], given: readonly DebPackage[]): boolean {
  return alternatives.some(
    (name) =>
      context.host.packages.has(name) ||
      !NOT_IN_BASE.has(name) ||
      given.some((deb) => deb.name === name || deb.provides.includes(name)),
  );
}

const dpkg: Program = async (context) => {
  const [, ...args] = context.argv;
  const flags = args.filter((arg) => arg.startsWith('-'));
  const operands = args.filter((arg) => !arg.startsWith('-'));
  const action = flags.find((flag) =>
    /^(-i|--install|-l|--list|-s|--status|-L|--print-architecture|-r|--remove|-P|--purge|--configure|--audit|-C|--compare-versions|--version|--unpack)$/.test(
      flag,
    ),
  );
  switch (action) {
    case '--print-architecture':
      context.stdout('amd64\n');
      return 0;
    case '--version':
      context.stdout(
        `Debian 'dpkg' package management program version ${context.host.packages.get('dpkg') ?? '1.21.22'} (amd64).\n`,
      );
      return 0;
    case '--configure':
    case '--audit':
    case '-C':
      return 0;
    case '-i':
    case '--install':
    case '--unpack': {
      const debs: DebPackage[] = [];
      for (const path of operands) {
        const data = context.host.files.read(absolute(context, path));
        if (data === undefined) {
          context.stderr(`dpkg: error: cannot access archive '${path}': No such file or directory\n`);
          return 2;
        }
        try {
          debs.push(readDeb(data));
        } catch (error) {
          context.stderr(
            `dpkg-deb: error: '${path}' is ${errnoText(error)}\ndpkg: error processing archive ${path} (--install):\n dpkg-deb --control subprocess returned error exit status 2\nErrors were encountered while processing:\n ${path}\n`,
          );
          return 1;
        }
      }
      const failed: string[] = [];
      for (const deb of debs) {
        const before = context.host.packages.get(deb.name);
        context.stdout(
          before === undefined
            ? `Selecting previously unselected package ${deb.name}.\nPreparing to unpack ${deb.name} ...\nUnpacking ${deb.name} (${deb.version}) ...\n`
            : `Preparing to unpack ${deb.name} ...\nUnpacking ${deb.name} (${deb.version}) over (${before}) ...\n`,
        );
      }
      for (const deb of debs) {
        const missing = deb.depends.find((alternatives) => !isMet(context, alternatives, debs));
        if (missing) {
          context.stderr(
            `dpkg: dependency problems prevent configuration of ${deb.name}:\n ${deb.name} depends on ${missing.join(' | ')}; however:\n  Package ${missing[0]} is not installed.\n\ndpkg: error processing package ${deb.name} (--install):\n dependency problems - leaving unconfigured\n`,
          );
          failed.push(deb.name);
          continue;
        }
        await context.sleep(0.5);
        await unpack(context, deb);
        context.stdout(`Setting up ${deb.name} (${deb.version}) ...\n`);
      }
      if (failed.length > 0) {
        context.stderr(`Errors were encountered while processing:\n${failed.map((name) => ` ${name}\n`).join('')}`);
        return 1;
      }
      return 0;
    }
    case '-l':
    case '--list': {
      context.stdout(
        'Desired=Unknown/Install/Remove/Purge/Hold\n| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n||/ Name Version Architecture Description\n+++-====-=======-============-===========\n',
      );
      let code = 0;
      for (const name of operands)
        if (!context.host.packages.has(name)) code = complain(context, `no packages found matching ${name}`);
      for (const [name, version] of [...context.host.packages].sort())
        if (operands.length === 0 || operands.includes(name))
          context.stdout(`ii  ${name} ${version} amd64 (simulated)\n`);
      return code;
    }
    case '-s':
    case '--status': {
      let code = 0;
      for (const name of operands) {
        const version = context.host.packages.get(name);
        if (version === undefined) {
          context.stderr(
            `dpkg-query: package '${name}' is not installed and no information is available\nUse dpkg --info (= dpkg-deb --info) to examine archive files.\n`,
          );
          code = 1;
        } else
          context.stdout(`Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`);
      }
      return code;
    }
    case '--compare-versions': {
      const [a = '', operator = '', b = ''] = args.filter((arg) => arg !== '--compare-versions');
      const order = compareVersions(a, b);
      const answers: Readonly<Record<string, boolean>> = {
        lt: order < 0,
        le: order <= 0,
        eq: order === 0,
        ne: order !== 0,
        ge: order >= 0,
        gt: order > 0,
      };
      return answers[operator] === true ? 0 : 1;
    }
    case '-r':
    case '--remove':
    case '-P':
    case '--purge':
      for (const name of operands) {
        if (!context.host.packages.has(name)) {
          context.stderr(`dpkg: warning: ignoring request to remove ${name} which isn't installed\n`);
          continue;
        }
        context.host.packages.delete(name);
        context.world.effect(context.host, `package.remove ${name}`);
        for (const { unit } of UNITS[name] ?? []) {
          await context.world.unitAction(context.host, unit, 'stop');
          context.host.units.delete(unit);
        }
      }
      return 0;
    default:
      context.stderr(
        `dpkg: error: ${flags[0] === undefined ? 'need an action option' : `unknown option ${flags[0]}`}\n\nType dpkg --help for help about installing and deinstalling packages [*];\n`,
      );
      return 2;
  }
};

const dpkgQuery: Program = async (context) => {
  const options = parseOptions(context.argv, {
    short: 'Wf:lsL',
    long: ['show', 'showformat=', 'list', 'status'],
    usageCode: 2,
  });
  const { packages } = context.host;
  const format = options.get('f', 'showformat') ?? '${binary:Package}\t${Version}\n';
  const expression = (pattern: string) =>
    new RegExp(`^${pattern.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*')}$`);
  let code = 0;
  const names = [...packages.keys()].sort();
  const wanted =
    options.operands.length === 0
      ? names
      : options.operands.flatMap((pattern) => {
          const hits = names.filter((name) => expression(pattern).test(name));
          if (hits.length === 0) code = complain(context, `no packages found matching ${pattern}`);
          return hits;
        });
  for (const name of wanted) {
    const fields: Readonly<Record<string, string>> = {
      Package: name,
      'binary:Package': name,
      Version: packages.get(name) ?? '',
      Status: 'install ok installed',
      'db:Status-Status': 'installed',
      'db:Status-Abbrev': 'ii ',
      Architecture: 'amd64',
    };
    context.stdout(
      format
        .replace(/\$\{([^};]+)(?:;-?\d+)?\}/g, (_whole, field: string) => fields[field] ?? '')
        .replaceAll('\\n', '\n')
        .replaceAll('\\t', '\t'),
    );
  }
  return code;
};

/** dpkg's order of versions: epoch, upstream, revision; `~` sorts before everything. */
export function compareVersions(a: string, b: string): number {
  const split = (version: string) => {
    const epoch = /^(\d+):/.exec(version)?.[1] ?? '0';
    const rest = version.replace(/^\d+:/, '');
    const dash = rest.lastIndexOf('-');
    return [epoch, dash < 0 ? rest : rest.slice(0, dash), dash < 0 ? '0' : rest.slice(dash + 1)] as const;
  };
  const weight = (char: string | undefined) =>
    char === undefined ? 0 : char === '~' ? -1 : /[a-zA-Z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
  const part = (left: string, right: string): number => {
    let [l, r] = [left, right];
    while (l !== '' || r !== '') {
      const lText = /^\D*/.exec(l)?.[0] ?? '';
      const rText = /^\D*/.exec(r)?.[0] ?? '';
      for (let index = 0; index < Math.max(lText.length, rText.length); index += 1) {
        const difference = weight(lText[index]) - weight(rText[index]);
        if (difference !== 0) return difference;
      }
      l = l.slice(lText.length);
      r = r.slice(rText.length);
      const lNumber = /^\d*/.exec(l)?.[0] ?? '';
      const rNumber = /^\d*/.exec(r)?.[0] ?? '';
      const difference = Number(lNumber || 0) - Number(rNumber || 0);
      if (difference !== 0) return difference;
      l = l.slice(lNumber.length);
      r = r.slice(rNumber.length);
    }
    return 0;
  };
  const left = split(a);
  const right = split(b);
  return part(left[0], right[0]) || part(left[1], right[1]) || part(left[2], right[2]);
}

const APT_LONG = [
  'yes',
  'assume-yes',
  'no-install-recommends',
  'no-download',
  'allow-downgrades',
  'quiet?',
  'fix-broken',
  'option=',
  'simulate',
  'reinstall',
  'allow-change-held-packages',
  'download-only',
  'purge',
  'no-upgrade',
  'no-remove',
  'help',
  'version',
];

/** apt-get on an offline host: local .deb files install, everything else fails as it does without a repository. */
const aptGet: Program = (context) =>
  program({ short: 'yqfo:sd', long: APT_LONG, usageCode: 100 }, async (inner, options) => {
    const [verb, ...names] = options.operands;
    const quiet = options.has('q', 'quiet');
    const say = (line: string) => {
      if (!quiet || (options.values.get('q')?.length ?? 0) < 2) inner.stdout(`${line}\n`);
    };
    switch (verb) {
      case 'update': {
        const release = debianRelease(inner.host).name;
        const hosts = sourceHosts(inner);
        if (hosts.length === 0) {
          say('Reading package lists...');
          return 0;
        }
        await inner.sleep(5);
        for (const [index, entry] of hosts.entries()) {
          say(`Ign:${index + 1} ${entry.uri} ${entry.suite} InRelease`);
          say(`Err:${index + 1} ${entry.uri} ${entry.suite} InRelease\n  Temporary failure resolving '${entry.host}'`);
        }
        say('Reading package lists...');
        for (const entry of hosts)
          inner.stderr(
            `W: Failed to fetch ${entry.uri}/dists/${entry.suite || release}/InRelease  Temporary failure resolving '${entry.host}'\n`,
          );
        inner.stderr('W: Some index files failed to download. They have been ignored, or old ones used instead.\n');
        return 0;
      }
      case 'install':
        return installDebs(inner, names, options.has('y', 'yes', 'assume-yes'), options.has('s', 'simulate'), say);
      case 'remove':
      case 'purge':
        return inner.spawn(['dpkg', verb === 'purge' ? '--purge' : '--remove', ...names]);
      case 'clean':
      case 'autoclean':
      case 'autoremove':
      case 'check':
        return 0;
      case 'upgrade':
      case 'dist-upgrade':
        say(
          'Reading package lists...\nBuilding dependency tree...\nReading state information...\n0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.',
        );
        return 0;
      default:
        inner.stderr(`E: Invalid operation ${verb ?? ''}\n`);
        return 100;
    }
  })(context);

async function installDebs(
  context: ProgramContext,
  names: readonly string[],
  yes: boolean,
  simulate: boolean,
  say: (line: string) => void,
): Promise<number> {
  const { host } = context;
  const debs: DebPackage[] = [];
  say('Reading package lists...');
  for (const name of names) {
    if (!name.includes('/')) {
      if (host.packages.has(name)) {
        say(`${name} is already the newest version (${host.packages.get(name)}).`);
        continue;
      }
      say('Building dependency tree...\nReading state information...');
      context.stderr(`E: Unable to locate package ${name}\n`);
      return 100;
    }
    const data = host.files.read(absolute(context, name));
    if (data === undefined) {
      context.stderr(`E: Unsupported file ${name} given on commandline\n`);
      return 100;
    }
    try {
      const deb = readDeb(data);
      if (host.packages.get(deb.name) === deb.version)
        say(`${deb.name} is already the newest version (${deb.version}).`);
      else debs.push(deb);
    } catch (error) {
      context.stderr(
        `E: Invalid archive signature\nE: Internal error, could not locate member control.tar{.zst,.lz4,.gz,.xz,.bz2,.lzma,}\nE: Could not read meta data from ${name} (${errnoText(error)})\nE: The package lists or status file could not be parsed or opened.\n`,
      );
      return 100;
    }
  }
  say('Building dependency tree...\nReading state information...');
  const unmet = debs.flatMap((deb) =>
    deb.depends
      .filter((alternatives) => !isMet(context, alternatives, debs))
      .map((alternatives) => ({ deb, alternatives })),
  );
  if (unmet.length > 0) {
    say(
      `Some packages could not be installed. This may mean that you have\nrequested an impossible situation or if you are using the unstable\ndistribution that some required packages have not yet been created\nor been moved out of Incoming.\nThe following information may help to resolve the situation:\n\nThe following packages have unmet dependencies:`,
    );
    for (const { deb, alternatives } of unmet)
      say(` ${deb.name} : Depends: ${alternatives.join(' or ')} but it is not installable`);
    context.stderr('E: Unable to correct problems, you have held broken packages.\n');
    return 100;
  }
  const upgraded = debs.filter((deb) => host.packages.has(deb.name)).length;
  if (debs.length > 0) say(`The following NEW packages will be installed:\n  ${debs.map((deb) => deb.name).join(' ')}`);
  say(`${upgraded} upgraded, ${debs.length - upgraded} newly installed, 0 to remove and 0 not upgraded.`);
  if (simulate || debs.length === 0) return 0;
  if (!yes && upgraded > 0) {
    say('Do you want to continue? [Y/n] Abort.');
    return 1;
  }
  for (const deb of debs) {
    await context.sleep(0.8);
    say(`Selecting previously unselected package ${deb.name}.\nUnpacking ${deb.name} (${deb.version}) ...`);
  }
  for (const deb of debs) {
    await unpack(context, deb);
    say(`Setting up ${deb.name} (${deb.version}) ...`);
  }
  return 0;
}

/** Enabled archive entries that need the network; file: and cdrom: sources do not. */
function sourceHosts(
  context: ProgramContext,
): readonly { readonly uri: string; readonly suite: string; readonly host: string }[] {
  const { files } = context.host;
  const read = (path: string) => Buffer.from(files.read(path) ?? new Uint8Array(0)).toString('utf8');
  const found: { uri: string; suite: string; host: string }[] = [];
  const add = (uri: string, suite: string) => {
    const host = /^https?:\/\/([^/]+)/.exec(uri)?.[1];
    if (host !== undefined) found.push({ uri: uri.replace(/\/$/, ''), suite, host });
  };
  const lists = [
    '/etc/apt/sources.list',
    ...(files.list('/etc/apt/sources.list.d') ?? []).map((name) => `/etc/apt/sources.list.d/${name}`),
  ];
  for (const path of lists) {
    if (path.endsWith('.list')) {
      for (const line of read(path).split('\n')) {
        const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/.exec(line);
        if (match) add(match[1] as string, match[2] as string);
      }
    } else if (path.endsWith('.sources')) {
      for (const stanza of read(path).split(/\n\s*\n/)) {
        if (/^Enabled:\s*(no|false)/im.test(stanza)) continue;
        const uris = /^URIs:\s*(.+)$/im.exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
        const suites = /^Suites:\s*(.+)$/im.exec(stanza)?.[1]?.trim().split(/\s+/) ?? [''];
        for (const uri of uris) for (const suite of suites) add(uri, suite);
      }
    }
  }
  return found;
}

export const packagePrograms: Readonly<Record<string, Program>> = {
  dpkg,
  'dpkg-query': dpkgQuery,
  'apt-get': aptGet,
  apt: aptGet,
};
