import type { SimHost } from '../kernel/program.ts';

/** What systemd takes from a service's unit file and the files that add to it. */
export interface UnitSettings {
  readonly user: string;
  /** ExecStart's words. */
  readonly command: readonly string[];
  readonly restarts: boolean;
  readonly restartSeconds: number;
}

const FOLDERS = ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];

/** Reads a simple service as it would be started now; undefined where systemd has no such file. */
export function unitSettings(host: SimHost, unit: string): UnitSettings | undefined {
  const { files } = host;
  const read = (path: string): string | undefined => {
    const data = files.read(path);
    return data && Buffer.from(data).toString('utf8');
  };
  const main = FOLDERS.map((folder) => read(`${folder}/${unit}.service`)).find((text) => text !== undefined);
  if (main === undefined) return undefined;
  // systemd.unit(5): in the order of their names, wherever they lie; of one name that of the first folder counts
  const additions = new Map<string, string>();
  for (const folder of [...FOLDERS].reverse())
    for (const name of files.list(`${folder}/${unit}.service.d`) ?? [])
      if (name.endsWith('.conf')) additions.set(name, read(`${folder}/${unit}.service.d/${name}`) ?? '');
  const all = [main, ...[...additions.keys()].sort().map((name) => additions.get(name) ?? '')].join('\n');
  const last = (key: string): string | undefined =>
    [...all.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].at(-1)?.[1]?.trim();
  const restart = last('Restart') ?? 'no';
  return {
    user: last('User') ?? 'root',
    command: (last('ExecStart') ?? '').split(/\s+/).filter((word) => word !== ''),
    restarts: restart === 'always' || restart === 'on-failure',
    restartSeconds: seconds(last('RestartSec')),
  };
}

/** systemd.time(7), as far as unit files here say it; the default is 100 ms. */
function seconds(text: string | undefined): number {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|min)?$/.exec(text ?? '100ms');
  if (!match) return 0.1;
  return Number(match[1]) * ({ ms: 0.001, min: 60 }[match[2] ?? 's'] ?? 1);
}
