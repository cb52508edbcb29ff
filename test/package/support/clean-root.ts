import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended } from '../../support/command-line.ts';

/** In it: packages for later, with what they need. */
export const LATER = '/srv/later';

export interface CleanRoot {
  /** A path in it, seen from outside. */
  path(inside: string): string;
  /** Runs a command in it as an ordinary user who has never started anything, without any network. */
  run(words: readonly string[], options?: InsideOptions): Promise<Ended>;
  /** Starts one and leaves it running; `stop` ends it with everything that it started. */
  start(words: readonly string[], options?: InsideOptions): Started;
  close(): void;
}

export interface InsideOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly user?: 'technician' | 'root';
}

export interface Started {
  readonly process: ChildProcess;
  /** What it has said so far, on both streams. */
  said(): string;
  stop(): Promise<void>;
}

/**
 * A minimal Debian 12 on which the package was installed with apt, and nothing else: what lacks among its dependencies lacks here.
 * Debian's archive is needed for it. Gives its folder.
 */
export function makeCleanRoot(deb: string, folder: string): string {
  const root = join(folder, 'root');
  const made = spawnSync(
    'mmdebstrap',
    [
      '--quiet',
      '--variant=apt',
      `--customize-hook=copy-in ${deb} /`,
      '--customize-hook=chroot "$1" sh -c "apt-get install -qq -y --no-install-recommends /*.deb >/dev/null && rm /*.deb"',
      '--customize-hook=chroot "$1" useradd --create-home --shell /bin/bash technician',
      // brought, not installed: what asks for passwords comes last, so that until then only the package's own dependencies are there
      `--customize-hook=chroot "$1" sh -c "apt-get clean && apt-get install -qq -y --no-install-recommends --download-only pkexec dbus >/dev/null && mkdir ${LATER} && mv /var/cache/apt/archives/*.deb ${LATER}"`,
      'bookworm',
      root,
    ],
    { encoding: 'utf8', env: { ...process.env, TMPDIR: folder } },
  );
  if (made.status !== 0)
    throw new Error(`the package was not installed on a clean Debian: ${(made.stderr ?? '').slice(-2000)}`);
  return root;
}

/** For the tests of one file: what they started ends with `close`. */
export function openCleanRoot(root: string): CleanRoot {
  const inside = (words: readonly string[], { env = {}, user = 'technician' }: InsideOptions): [string, string[]] => [
    // with a /run of its own: nspawn leaves folders there
    'unshare',
    [
      ...['--mount', '--', 'sh', '-c', 'mount -t tmpfs swpackage /run && exec "$@"', 'sh', 'systemd-nspawn'],
      ...['--quiet', '--pipe', '--as-pid2', '--register=no', '--keep-unit', '--link-journal=no', '--resolv-conf=off'],
      ...['--timezone=off', '--private-network', `--directory=${root}`, `--user=${user}`, '--chdir=/tmp'],
      // where an X server listens
      ...(existsSync('/tmp/.X11-unix') ? ['--bind=/tmp/.X11-unix'] : []),
      ...Object.entries({ LANG: 'C.UTF-8', ...env }).map(([name, value]) => `--setenv=${name}=${value}`),
      ...words,
    ],
  ];
  const open = new Set<Started>();
  return {
    path: (path) => join(root, path),
    run: (words, options = {}) =>
      new Promise((resolve) => {
        const [program, args] = inside(words, options);
        const child = execFile(program, args, { maxBuffer: 1 << 26 }, (error, out, err) => {
          resolve({ code: error ? Number(error.code ?? -1) : 0, out, err });
        });
        // a flasher takes the end of its input for the end of who asked
        if (options.stdin === undefined) child.stdin?.end();
        else child.stdin?.write(options.stdin);
      }),
    start: (words, options = {}) => {
      const [program, args] = inside(words, options);
      const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          said += text;
        });
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      const started: Started = {
        process: child,
        said: () => said,
        stop: async () => {
          open.delete(started);
          child.kill('SIGTERM');
          await ended;
        },
      };
      open.add(started);
      return started;
    },
    close: () => {
      for (const each of open) each.process.kill('SIGKILL');
    },
  };
}

/** A folder of the ordinary user there. */
export function ownFolder(root: CleanRoot, name: string): string {
  const path = `/home/technician/${name}`;
  mkdirSync(root.path(path), { mode: 0o777 });
  spawnSync('chown', ['--reference', root.path('/home/technician'), root.path(path)]);
  return path;
}
