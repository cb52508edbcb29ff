import type { CommandSchema } from '../cli/command-schema.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One method of the vendor's API tree. */
export interface Route {
  readonly method: Method;
  /** `/nodes/{node}/qemu/{vmid}/config` */
  readonly path: string;
  readonly run: (call: ApiCall, values: Values) => unknown;
  /** The tool's command whose parameters it takes, or a schema of its own; none = no parameters. */
  readonly takes?: string | CommandSchema;
  /** Columns of the default text table. */
  readonly columns?: readonly string[];
  /** Only from this major version on. */
  readonly since?: 9;
  /** The caller's node does the work, whatever node the path names (cluster-wide data). */
  readonly anyNode?: boolean;
}

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The route of a path, with the values of its {holes}. */
export function matchRoute(routes: readonly Route[], version: 8 | 9, method: Method, path: string): Match | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  for (const route of routes) {
    if (route.method !== method || (route.since === 9 && version === 8)) continue;
    const wanted = route.path.split('/').filter((part) => part !== '');
    if (wanted.length !== parts.length) continue;
    const parameters: Record<string, string> = {};
    const fits = wanted.every((part, index) => {
      const hole = /^\{(.+)\}$/.exec(part);
      if (!hole?.[1]) return part === parts[index];
      parameters[hole[1]] = parts[index] ?? '';
      return true;
    });
    if (fits) return { route, parameters };
  }
  return undefined;
}
