import { errnoText } from '../../kernel/files/file-error.ts';
import type { Program, ProgramContext } from '../../kernel/program.ts';
import { debianRelease } from '../base-system.ts';
import { type DebPackage, readDeb } from '../deb-reader.ts';
import { absolute, type ParsedOptions } from '../options.ts';
import { program } from '../program.ts';
import { AptRefusal, fromLists, updateFlat } from './flat-repository.ts';
import { type AptSource, aptOption, aptSources } from './sources.ts';
import { isMet, unpack } from './unpack.ts';

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

/**
 * apt-get on an offline host: local .deb files and repositories on its own disk install; everything else fails as it does
 * without a network.
 */
export const aptGet: Program = (context) =>
  program({ short: 'yqfo:sd', long: APT_LONG, usageCode: 100 }, async (inner, options) => {
    const [verb, ...names] = options.operands;
    const quiet = options.has('q', 'quiet');
    const say = (line: string) => {
      if (!quiet || (options.values.get('q')?.length ?? 0) < 2) inner.stdout(`${line}\n`);
    };
    switch (verb) {
      case 'update':
        return update(inner, options, say);
      case 'install':
        return installDebs(
          inner,
          names,
          {
            yes: options.has('y', 'yes', 'assume-yes'),
            simulate: options.has('s', 'simulate'),
            noDownload: options.has('no-download'),
            sources: aptSources(inner, options),
          },
          say,
        );
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

interface InstallOptions {
  readonly yes: boolean;
  readonly simulate: boolean;
  readonly noDownload: boolean;
  readonly sources: readonly AptSource[];
}

async function update(context: ProgramContext, options: ParsedOptions, say: (line: string) => void): Promise<number> {
  const sources = aptSources(context, options);
  const release = debianRelease(context.host).name;
  const unreachable = sources.filter((entry) => entry.host !== undefined);
  const refusals: string[] = [];
  for (const source of sources) {
    if (source.host !== undefined) continue;
    try {
      updateFlat(context, source);
      say(`Get:1 ${source.uri} ${source.suite} Release`);
    } catch (error) {
      if (!(error instanceof AptRefusal)) throw error;
      refusals.push(error.message);
    }
  }
  if (unreachable.length > 0) await context.sleep(5);
  for (const [index, entry] of unreachable.entries()) {
    say(`Ign:${index + 1} ${entry.uri} ${entry.suite} InRelease`);
    say(`Err:${index + 1} ${entry.uri} ${entry.suite} InRelease\n  Temporary failure resolving '${entry.host}'`);
  }
  say('Reading package lists...');
  for (const refusal of refusals) context.stderr(`E: ${refusal}\n`);
  if (refusals.length > 0) return 100;
  if (unreachable.length === 0) return 0;
  const isStrict = aptOption(options, 'APT::Update::Error-Mode') === 'any';
  for (const entry of unreachable)
    context.stderr(
      `${isStrict ? 'E' : 'W'}: Failed to fetch ${entry.uri}/dists/${entry.suite || release}/InRelease  Temporary failure resolving '${entry.host}'\n`,
    );
  context.stderr(
    `${isStrict ? 'E' : 'W'}: Some index files failed to download. They have been ignored, or old ones used instead.\n`,
  );
  return isStrict ? 100 : 0;
}

async function installDebs(
  context: ProgramContext,
  names: readonly string[],
  { yes, simulate, noDownload, sources }: InstallOptions,
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
      try {
        const found = fromLists(context, sources, name);
        if (found) {
          debs.push(...found.filter((deb) => !debs.some((other) => other.name === deb.name)));
          continue;
        }
      } catch (error) {
        if (!(error instanceof AptRefusal)) throw error;
        say('Building dependency tree...\nReading state information...');
        context.stderr(`E: ${error.message}\nE: Unable to correct problems, you have held broken packages.\n`);
        return 100;
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
  const [first] = debs;
  if (noDownload && first) {
    // seen on Debian 12 (apt 2.6.1): without its fetcher apt does not take local files either
    const file = `${first.name}_${first.version.replaceAll(':', '%3a')}_${first.architecture}.deb`;
    context.stderr(`E: Internal Error, Pathname to install is not absolute '${file}'\n`);
    return 100;
  }
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
