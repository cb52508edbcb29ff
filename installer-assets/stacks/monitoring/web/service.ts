import type { RequestListener, Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseDown, openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { batchStore } from '../db/store-batch.ts';
import { applyEnvironmentAdmin } from '../db/users.ts';
import { keysOf } from './access/keys.ts';
import { startBackground } from './background.ts';
import { watchCertificate } from './certificate-watch.ts';
import type { Configuration } from './configuration.ts';
import type { Context } from './context.ts';
import { setSecurityHeaders } from './http/answers.ts';
import { hostAllowed } from './http/host.ts';
import { leadTo } from './http/lead-to.ts';
import { listener } from './http/listener.ts';
import { readPageFiles } from './http/page-files.ts';
import { serve, serveEncrypted, stopServing } from './http/serve.ts';
import { type Log, reasonOf } from './log.ts';
import type { Loop } from './loop.ts';
import { OWN_ICON, OWN_STYLE } from './pages/frame.ts';
import { routesOf } from './routes.ts';
import { VERSION } from './version.ts';

/** What is under way when the order to stop comes has so long; compose waits 10 s. */
const GRACE_MS = 6_000;
const LOOP_GRACE_MS = 2_000;

const OWN_FILES: ReadonlyMap<string, string> = new Map([
  ['own.css', OWN_STYLE],
  ['icon.svg', OWN_ICON],
]);

export interface Service {
  readonly port: number;
  /** Fulfilled when the database is up to date and everything is answered. Rejected with SchemaRefused. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/** Starts web: it listens at once, and answers `database-down` until the database is there and up to date. */
export async function startService(
  configuration: Configuration,
  log: Log,
  now: () => Date = () => new Date(),
): Promise<Service> {
  const database = openDatabase({ url: configuration.databaseUrl });
  const context: Context = {
    configuration,
    database,
    batches: batchStore(database),
    keys: keysOf(configuration.secretKey),
    log,
    pageFiles: readPageFiles(configuration.pageFolder, OWN_FILES),
    startedAt: now(),
    now,
  };
  const stopper = new AbortController();
  let loops: readonly Loop[] = [];
  let isReady = false;
  const answer = listener(context, routesOf(context));
  const { tls } = configuration;
  const respond: RequestListener = (request, response) => {
    if (stopper.signal.aborted) response.setHeader('connection', 'close');
    if (isReady) void answer(request, response);
    else void notYet(request.url ?? '', request.headers.host);
    function notYet(path: string, host: string | undefined): void {
      setSecurityHeaders(response);
      if (!hostAllowed(host, configuration.allowedHosts)) response.writeHead(400).end('Bad host');
      else {
        const body =
          path === '/api/health' ? { status: 'database-down', version: VERSION } : { error: 'database-down' };
        response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '2' }).end(JSON.stringify(body));
      }
    }
  };
  const server = tls
    ? await serveEncrypted(
        respond,
        leadTo((_host, header) => `https://${header}`, configuration.allowedHosts),
        configuration.port,
        tls,
      )
    : await serve(respond, configuration.port);
  const renewal =
    tls && configuration.tlsFiles
      ? watchCertificate(server as TlsServer, configuration.tlsFiles, tls, log, configuration.certificateLookMs)
      : undefined;
  const servers: (Server | TlsServer)[] = [server];
  const redirecting = await startRedirect(configuration, log);
  if (redirecting) servers.push(redirecting);
  const { port } = server.address() as AddressInfo;
  log.info('listening', { port, tls: configuration.tls !== undefined, version: VERSION });

  const prepare = async (): Promise<void> => {
    let told = false;
    while (!stopper.signal.aborted) {
      try {
        const applied = await migrate(database);
        if (applied.length > 0) log.info('schema-brought-up', { versions: applied.join(' ') });
        const { adminUser, adminPasswordHash } = configuration;
        if (await applyEnvironmentAdmin(database, adminUser, adminPasswordHash, now()))
          log.info('administrator-set', { user: adminUser });
        loops = startBackground(context);
        isReady = true;
        log.info('ready');
        return;
      } catch (error) {
        if (!(error instanceof DatabaseDown)) throw error;
        if (!told) log.warn('waiting-for-database', { reason: reasonOf(error) });
        told = true;
        await pause(1_000, undefined, { signal: stopper.signal }).catch(() => undefined);
      }
    }
  };
  const ready = prepare();
  // whoever does not wait for it must not die of it
  ready.catch(() => undefined);

  return {
    port,
    ready,
    async stop() {
      stopper.abort();
      renewal?.stop();
      await Promise.all(servers.map((each) => stopServing(each, GRACE_MS)));
      await ready.catch(() => undefined);
      // a mail server that says nothing must not keep us: what it did not take is sent again by the next start
      await Promise.race([Promise.all(loops.map((loop) => loop.stop())), pause(LOOP_GRACE_MS)]);
      await database.close();
      log.info('stopped');
    },
  };
}

/** The bare address: sends browsers to the dashboard's port. Not there, the dashboard still works. */
async function startRedirect(configuration: Configuration, log: Log): Promise<Server | undefined> {
  const { redirect } = configuration;
  if (!redirect) return undefined;
  const { to, port } = redirect;
  try {
    const base = (host: string): string => `${to.protocol}//${host}${to.port ? `:${to.port}` : ''}`;
    return await serve(leadTo(base, configuration.allowedHosts), port);
  } catch (error) {
    log.warn('no-redirect', { port, reason: reasonOf(error) });
    return undefined;
  }
}
