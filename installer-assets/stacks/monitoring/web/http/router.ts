import type { Session } from '../../db/sessions.ts';
import type { Exchange } from './exchange.ts';

/** Who may ask: the collector by its token, whoever is logged in, administrators, anyone. */
export type Asker = 'anyone' | 'collector' | 'user' | 'admin';

interface Handling {
  readonly exchange: Exchange;
  /** The part of the path that stands at `:`. */
  readonly name: string;
}

interface RouteFor<Who extends Asker, What> {
  readonly method: string;
  readonly path: string;
  readonly who: Who;
  readonly answer: (handling: What) => void | Promise<void>;
}

export type Route =
  | RouteFor<'anyone', Handling>
  | RouteFor<'collector', Handling>
  | RouteFor<'user', Handling & { readonly session: Session }>
  | RouteFor<'admin', Handling & { readonly session: Session }>;

export type Found = { readonly route: Route; readonly name: string } | 'method-not-allowed' | 'not-found';

/** Finds the route of a request; paths hold at most one `:`, which takes one segment. HEAD is answered as GET. */
export function findRoute(routes: readonly Route[], method: string, pathname: string): Found {
  let found: Found = 'not-found';
  for (const route of routes) {
    const name = nameIn(route.path, pathname);
    if (name === undefined) continue;
    if (route.method === method || (method === 'HEAD' && route.method === 'GET')) return { route, name };
    found = 'method-not-allowed';
  }
  return found;
}

function nameIn(pattern: string, pathname: string): string | undefined {
  const [before = '', after] = pattern.split(':');
  if (after === undefined) return pathname === pattern ? '' : undefined;
  if (!pathname.startsWith(before) || !pathname.endsWith(after)) return undefined;
  const name = pathname.slice(before.length, pathname.length - after.length);
  if (!/^[A-Za-z0-9._-]+$/.test(name)) return undefined;
  return name;
}
