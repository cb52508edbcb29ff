import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol } from 'electron';
import { pageFile } from '../server/page-file.ts';
import { PAGE_POLICY, PAGE_TYPES } from '../server/page-policy.ts';
import { PAGE_ORIGIN, PAGE_SCHEME } from './sender.ts';

/** Before the app is ready: our scheme behaves like https (origin, storage, fetch). */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** The page, from the package only, with its content security policy; only to be read, and only under its own name. */
export function servePage(folder: string): void {
  protocol.handle(PAGE_SCHEME, async ({ method, url }) => {
    const { protocol: scheme, host, pathname } = new URL(url);
    const isRead = method === 'GET' || method === 'HEAD';
    const file = isRead && `${scheme}//${host}` === PAGE_ORIGIN ? pageFile(folder, pathname) : undefined;
    const bytes = file === undefined ? undefined : await readFile(file).catch(() => undefined);
    if (file === undefined || !bytes) return new Response(null, { status: isRead ? 404 : 405 });
    return new Response(bytes, {
      headers: {
        'Content-Type': PAGE_TYPES[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': PAGE_POLICY,
        'X-Content-Type-Options': 'nosniff',
      },
    });
  });
}
