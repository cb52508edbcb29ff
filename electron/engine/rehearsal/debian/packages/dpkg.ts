import { compareVersions } from '../../../debs/version.ts';
import { errnoText } from '../../kernel/files/file-error.ts';
import type { Program } from '../../kernel/program.ts';
import { type DebPackage, readDeb } from '../deb-reader.ts';
import { absolute, parseOptions } from '../options.ts';
import { complain } from '../program.ts';
import { isMet, UNITS, unpack } from './unpack.ts';

export const dpkg: Program = async (context) => {
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

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own field syntax
const DEFAULT_FORMAT = '${binary:Package}\t${Version}\n';

export const dpkgQuery: Program = async (context) => {
  const options = parseOptions(context.argv, {
    short: 'Wf:lsL',
    long: ['show', 'showformat=', 'list', 'status'],
    usageCode: 2,
  });
  const { packages } = context.host;
  const format = options.get('f', 'showformat') ?? DEFAULT_FORMAT;
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
