import { readdirSync, readFileSync } from 'node:fs';

/** Proportional memory (PSS) in MiB of what a user has running: the engine, and each part of the browser by its kind. */
export type Memory = Readonly<Record<string, number>>;

/** Of these processes and all below them. A page's process is `renderer`, as Chromium calls it; the browser itself `browser`. */
export function memoryOf(roots: Readonly<Record<string, number>>): Memory {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = fileOr(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const rootOf = (pid: number): string | undefined => {
    const own = Object.entries(roots).find(([, root]) => root === pid)?.[0];
    return own ?? (pid > 1 ? rootOf(parents.get(pid) ?? 0) : undefined);
  };
  const sums: Record<string, number> = {};
  for (const pid of parents.keys()) {
    const root = rootOf(pid);
    if (root === undefined) continue;
    const name = /--type=([a-z-]+)/.exec(fileOr(`/proc/${pid}/cmdline`))?.[1] ?? root;
    const kib = Number(/^Pss:\s+(\d+)/m.exec(fileOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
    sums[name] = (sums[name] ?? 0) + kib / 1024;
  }
  return sums;
}

export function sumOf(memory: Memory): number {
  return Object.values(memory).reduce((sum, value) => sum + value, 0);
}

/** By kind of process. */
export function growthOf(before: Memory, after: Memory): Memory {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(names.map((name) => [name, Math.round((after[name] ?? 0) - (before[name] ?? 0))]));
}

/** A process may end while it is looked at. */
function fileOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
