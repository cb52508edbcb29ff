import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needTools } from '../../../../../../support/needed-tools.ts';

/** The real apt with lists, cache and status of its own. Nothing of the machine's apt is seen or changed. */
export interface RealApt {
  readonly folder: string;
  /** Reads the lists; what apt says where it refuses. */
  update(): Promise<string | undefined>;
  /**
   * What it would fetch, as `name version size`, sorted; its message where it refuses.
   * @param installed paragraphs of an index: apt tells packages of one version apart by their other fields
   */
  choice(installed: readonly string[], names: readonly string[]): Promise<readonly string[] | string>;
  close(): void;
}

/**
 * @param lines of sources.list
 * @param checksDate false = signed files past their time are taken, as apt has no clock to set
 */
export function realApt(lines: readonly string[], { checksDate = true } = {}): RealApt {
  needTools('apt-get');
  const folder = mkdtempSync(join(tmpdir(), 'apt-'));
  for (const path of ['lists/partial', 'cache/archives/partial', 'etc'])
    mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'sources.list'), lines.map((line) => `${line}\n`).join(''));
  const options = [
    ...['-o', `Dir::Etc::sourcelist=${folder}/sources.list`, '-o', 'Dir::Etc::sourceparts=/dev/null'],
    ...['-o', 'Dir::Etc::preferences=/dev/null', '-o', 'Dir::Etc::preferencesparts=/dev/null'],
    ...['-o', 'Dir::Etc::trusted=/dev/null', '-o', 'Dir::Etc::trustedparts=/dev/null'],
    ...['-o', `Dir::State::lists=${folder}/lists`, '-o', `Dir::Cache=${folder}/cache`],
    ...['-o', `Dir::State::status=${folder}/status`, '-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=root'],
    ...[
      '-o',
      'APT::Architecture=amd64',
      '-o',
      `Acquire::Check-Valid-Until=${checksDate}`,
      '-o',
      `Acquire::Check-Date=${checksDate}`,
    ],
    ...['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::Languages=none'],
    ...['-o', 'Acquire::GzipIndexes=false'],
  ];
  writeFileSync(join(folder, 'status'), '');
  return {
    folder,
    async update() {
      const { stderr } = await run([...options, 'update', '--error-on=any']);
      return stderr.trim() === '' ? undefined : stderr.trim();
    },
    async choice(installed, names) {
      writeFileSync(join(folder, 'status'), installed.map(statusOf).join('\n'));
      const how = ['--no-install-recommends', '--no-remove', '--print-uris', '-y', 'install'];
      const { stdout, stderr, code } = await run([...options, ...how, ...names]);
      if (code !== 0) return stdout + stderr;
      return stdout
        .split('\n')
        .flatMap(
          (line) => /^'[^']*' ([^_]+)_([^_]+)_\S+ (\d+)/.exec(line)?.slice(1, 4).join(' ').replaceAll('%3a', ':') ?? [],
        )
        .sort();
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Not waited for in the way of this process: it may be the server that apt asks. */
function run(
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number }> {
  return new Promise((resolve) => {
    execFile('apt-get', args, { maxBuffer: 1e8, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ stdout, stderr, code: error ? 1 : 0 }),
    );
  });
}

/** A package as dpkg's status has it. */
function statusOf(stanza: string): string {
  return `${stanza.replace(/^(Filename|Size|MD5sum|SHA\d+|Description-md5):.*\n?/gm, '').trim()}\nStatus: install ok installed\n`;
}
