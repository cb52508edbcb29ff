import { fail } from '../../api/diagnostic.ts';
import { fill } from '../../api/text.ts';
import { keepHeapSmall } from '../../engine/engine.ts';
import { startLoopbackServer } from '../../server/loopback-server.ts';
import { openBrowser } from '../open-browser.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';

const TEXT = {
  open: {
    en: 'Sitewright is served to this laptop only. Open:',
    es: 'Sitewright se sirve solo a este portátil. Abra:',
  },
  stop: {
    en: 'Ctrl+C ends it; a running install goes on on its nodes.',
    es: 'Ctrl+C lo termina; una instalación en curso sigue en sus nodos.',
  },
};

/** `sitewright serve [--port N] [--open]`: the app in a browser, over the loopback server. Ends with Ctrl+C. */
export async function serveCommand(
  session: Session,
  options: { readonly port?: number; readonly open?: boolean },
): Promise<ExitCode> {
  keepHeapSmall();
  const server = await startLoopbackServer({
    handleRpc: session.serve('http'),
    pageFolder: session.pageFolder,
    port: options.port ?? 0,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall !== 'listen') throw error;
    throw fail('cli.port-unusable', { params: { port: options.port ?? 0, why: error.code ?? 'unknown' } });
  });
  print(session.out, TEXT.open[session.language]);
  print(session.out, server.url);
  print(session.out, fill(TEXT.stop, session.language));
  if (options.open) openBrowser(server.url);
  await new Promise<void>((resolve) => {
    const release = session.onInterrupt(() => {
      release();
      resolve();
    });
  });
  await server.close();
  return EXIT.done;
}
