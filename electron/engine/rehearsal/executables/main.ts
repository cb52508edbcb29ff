import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { askDaemon, type HostsControl } from './control.ts';
import { openHostsDaemon } from './hosts-daemon.ts';
import { parseSpec } from './spec.ts';
import { installWrappers } from './wrapper.ts';

const USAGE = `sim-host: the simulator as executables of real (lab) hosts

  sim-host serve --state DIR --spec FILE.json --socket PATH
      holds the world; prints one JSON line an event, the first {"event":"ready"}; ends on SIGTERM
  sim-host install --root DIR --socket PATH [--host NAME] [--os pve|debian] [--bin /usr/local/sbin] [--without a,b]
      writes the wrappers into a host's root; PATH is the socket as the host sees it
  sim-host control --socket PATH '{"do":"hosts"}'
      asks the daemon: hosts, processes, effects, seen, defects, now, fault, power, link, unit
`;

/** A developer's tool: words in, lines out, exit 0 done, 1 failed, 2 wrong words. */
async function main(words: readonly string[]): Promise<number> {
  const [command, ...rest] = words;
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: command === 'control',
    options: {
      state: { type: 'string' },
      spec: { type: 'string' },
      socket: { type: 'string' },
      root: { type: 'string' },
      host: { type: 'string', default: '' },
      os: { type: 'string', default: 'pve' },
      bin: { type: 'string', default: '/usr/local/sbin' },
      without: { type: 'string', default: '' },
    },
  });
  const need = (name: 'state' | 'spec' | 'socket' | 'root'): string => {
    const value = values[name];
    if (value === undefined || value === '') throw new UsageError(`sim-host ${command} needs --${name}`);
    return value;
  };
  const say = (event: Readonly<Record<string, unknown>>) => process.stdout.write(`${JSON.stringify(event)}\n`);
  switch (command) {
    case 'serve': {
      const file = need('spec');
      const daemon = await openHostsDaemon({
        spec: parseSpec(readFileSync(file, 'utf8'), file),
        stateFolder: resolve(need('state')),
        socketPath: resolve(need('socket')),
        report: say,
      });
      say({ event: 'ready', resumed: daemon.resumed, hosts: [...daemon.world.hosts.keys()] });
      await new Promise<void>((done) => {
        process.once('SIGTERM', () => done());
        process.once('SIGINT', () => done());
      });
      await daemon.close();
      return 0;
    }
    case 'install': {
      const socket = need('socket');
      if (!isAbsolute(socket)) throw new UsageError(`--socket ${socket}: the wrappers need an absolute path`);
      if (!isAbsolute(values.bin))
        throw new UsageError(`--bin ${values.bin}: must be an absolute path inside the host`);
      if (values.os !== 'pve' && values.os !== 'debian') throw new UsageError(`--os ${values.os}: pve or debian`);
      const paths = installWrappers({
        root: resolve(need('root')),
        socket,
        host: values.host,
        os: values.os,
        bin: values.bin,
        without: values.without.split(',').filter((name) => name !== ''),
      });
      process.stdout.write(paths.map((path) => `${path}\n`).join(''));
      return 0;
    }
    case 'control': {
      const [text = ''] = positionals;
      let request: HostsControl;
      try {
        request = JSON.parse(text) as HostsControl;
      } catch {
        throw new UsageError(`sim-host control needs one JSON request, not '${text}'`);
      }
      process.stdout.write(`${JSON.stringify(await askDaemon(resolve(need('socket')), request), null, 1)}\n`);
      return 0;
    }
    default:
      throw new UsageError(command === undefined ? 'sim-host needs a command' : `sim-host has no command ${command}`);
  }
}

class UsageError extends Error {}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const wrongWords =
      error instanceof UsageError ||
      (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(`sim-host: ${text}\n${wrongWords ? `\n${USAGE}` : ''}`);
    process.exitCode = wrongWords ? 2 : 1;
  },
);
