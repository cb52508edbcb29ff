import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needTools } from './needed-tools.ts';

/** Debian's docker-registry on loopback: own port, own folder, ended by its process id. */
export interface RealRegistry {
  readonly port: number;
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Where it keeps what it was given. */
  readonly storage: string;
  /** Its log, with one line a request. */
  log(): string;
  stop(): Promise<void>;
}

export interface RegistryOptions {
  readonly tls?: { readonly certPem: string; readonly keyPem: string };
  /** Lines of an htpasswd file (bcrypt). */
  readonly htpasswd?: string;
  /** Tokens of this realm, signed by the certificate's key. */
  readonly token?: {
    readonly realm: string;
    readonly service: string;
    readonly issuer: string;
    readonly certPem: string;
  };
}

export async function startDockerRegistry(options: RegistryOptions = {}): Promise<RealRegistry> {
  needTools('docker-registry');
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-registry-'));
  const port = await freePort();
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const { tls, htpasswd, token } = options;
  const auth = htpasswd
    ? { auth: { htpasswd: { realm: 'test', path: file('htpasswd', htpasswd) } } }
    : token
      ? {
          auth: {
            token: {
              realm: token.realm,
              service: token.service,
              issuer: token.issuer,
              rootcertbundle: file('issuer.pem', token.certPem),
            },
          },
        }
      : {};
  const secured = tls ? { tls: { certificate: file('cert.pem', tls.certPem), key: file('key.pem', tls.keyPem) } } : {};
  // JSON is YAML
  const config = file(
    'config.yml',
    JSON.stringify({
      version: 0.1,
      log: { level: 'info', accesslog: { disabled: false } },
      storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } },
      http: { addr: `127.0.0.1:${port}`, ...secured },
      ...auth,
    }),
  );
  const log = join(folder, 'log');
  const sink = openSync(log, 'a');
  const child: ChildProcess = spawn('docker-registry', ['serve', config], { stdio: ['ignore', sink, sink] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await listening(
    port,
    () => child.exitCode !== null,
    () => readFileSync(log, 'utf8'),
  );
  return {
    port,
    host: `127.0.0.1:${port}`,
    storage: join(folder, 'data'),
    log: () => readFileSync(log, 'utf8'),
    async stop() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function listening(port: number, dead: () => boolean, log: () => string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (dead()) break;
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ host: '127.0.0.1', port });
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`docker-registry does not listen: ${log().slice(-2000)}`);
}
