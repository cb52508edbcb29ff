import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';
import { PAGE_POLICY, PAGE_TYPES } from '../server/page-policy.ts';
import { PAGE_SCHEME } from './sender.ts';

/** Before the app is ready: our scheme behaves like https (origin, storage, fetch). */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** The page, from the package only, with its content security policy. */
export function servePage(folder: string): void {
  protocol.handle(PAGE_SCHEME, async (request) => {
    const url = new URL(request.url);
    const relative = normalize(decodeURIComponent(url.pathname).replace(/^\/+/, '') || 'index.html');
    const file = join(folder, relative);
    if (url.host !== 'sitewright' || relative.startsWith('..') || !file.startsWith(folder + sep))
      return new Response(null, { status: 404 });
    const bytes = await readFile(file).catch(() => undefined);
    if (!bytes) return new Response(null, { status: 404 });
    return new Response(bytes, {
      headers: {
        'Content-Type': PAGE_TYPES[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': PAGE_POLICY,
        'X-Content-Type-Options': 'nosniff',
      },
    });
  });
}
