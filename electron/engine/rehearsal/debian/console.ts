import type { FileStat, Program, SimHost, VirtualMount, World } from '../kernel/program.ts';
import { text } from './options.ts';
import { complain, program } from './program.ts';
import { settingsOf } from './settings.ts';

const MOST_LINES = 50;
/** Writing to any of these is writing on the console's screen. */
const DEVICES = ['/dev/tty1', '/dev/tty0', '/dev/console'];

/** What the console shows: the login screen as agetty drew it last, and what was written on it since. */
export function consoleLines(world: World, host: SimHost): readonly string[] {
  return settingsOf(world, host).console ?? [];
}

/**
 * agetty draws the login screen: /etc/issue, then /etc/issue.d/*.issue in order, then `HOST login:`. It looks at these files when
 * it starts and when it is told to (`agetty --reload`, a restart of getty@tty1), and at no other time.
 */
export function drawLogin(world: World, host: SimHost): void {
  const drops = [...(host.files.list('/etc/issue.d') ?? [])].filter((name) => name.endsWith('.issue')).sort();
  const issue = ['/etc/issue', ...drops.map((name) => `/etc/issue.d/${name}`)]
    .map((path) => text(host.files.read(path)))
    .join('');
  const shown = issue.replace(/\\([nlrsm])/g, (_, letter: string) => escapeOf(host, letter));
  const head = shown === '' ? [] : shown.replace(/\n$/, '').split('\n');
  settingsOf(world, host).console = [...head, `${host.name} login: `].slice(-MOST_LINES);
  world.changed();
}

function escapeOf(host: SimHost, letter: string): string {
  const words: Readonly<Record<string, string>> = { n: host.name, l: 'tty1', s: 'Linux', r: '', m: 'x86_64' };
  return words[letter] ?? '';
}

/** agetty as a person or a script calls it on a running system: only to make the others draw again. */
export const agetty: Program = program({ short: '', long: ['reload', 'help', 'version'] }, (context, options) => {
  if (!options.has('reload')) return complain(context, 'not enough arguments');
  drawLogin(context.world, context.host);
  return 0;
});

/** The console's devices: what is written appears on the screen, nothing can be read. */
export function consoleMounts(worldOf: (host: SimHost) => World | undefined): readonly VirtualMount[] {
  const refuse = () => {
    throw new Error('Operation not permitted');
  };
  return DEVICES.map((prefix) => ({
    prefix,
    mounted: () => true,
    stat: (_host, path): FileStat | undefined =>
      path === prefix ? { kind: 'character', mode: 0o600, owner: 'root', sizeBytes: 0, modifiedAt: 0 } : undefined,
    list: () => undefined,
    read: () => new Uint8Array(0),
    write: (host, _path, data) => {
      const world = worldOf(host);
      if (!world || data.length === 0) return;
      const settings = settingsOf(world, host);
      const lines = [...(settings.console ?? [])];
      const [first = '', ...rest] = text(data).replace(/\r/g, '').split('\n');
      lines.push(`${lines.pop() ?? ''}${first}`, ...rest);
      settings.console = lines.slice(-MOST_LINES);
      world.changed();
    },
    remove: refuse,
    makeDirectory: refuse,
  }));
}
