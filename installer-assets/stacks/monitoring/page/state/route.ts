/** Where in the page one is; the part of the address behind `#`. */
export type Route =
  | { readonly page: 'overview' | 'guests' | 'settings' | 'users' | 'account' }
  | { readonly page: 'alerts'; readonly all: boolean }
  | { readonly page: 'source'; readonly source: string };

const SOURCE = /^(?:node\/[^/]+|(?:qemu|lxc)\/\d+|storage\/[^/]+\/[^/]+)$/;
const PLAIN = ['overview', 'guests', 'settings', 'users', 'account'] as const;

/** Whatever is no place of the page is the overview. */
export function readRoute(hash: string): Route {
  const path = hash.replace(/^#\/?/, '');
  if (path === 'alerts' || path === 'alerts/all') return { page: 'alerts', all: path === 'alerts/all' };
  const plain = PLAIN.find((page) => page === path);
  if (plain) return { page: plain };
  return SOURCE.test(path) ? { page: 'source', source: path } : { page: 'overview' };
}

export function linkTo(route: Route): string {
  if (route.page === 'source') return `#/${route.source}`;
  if (route.page === 'alerts') return route.all ? '#/alerts/all' : '#/alerts';
  return `#/${route.page}`;
}
