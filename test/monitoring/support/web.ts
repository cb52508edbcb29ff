import { scryptSync } from 'node:crypto';
import { request } from 'node:http';
import type { Configuration } from '../../../installer-assets/stacks/monitoring/web/configuration.ts';
import { jsonLog } from '../../../installer-assets/stacks/monitoring/web/log.ts';
import { startService } from '../../../installer-assets/stacks/monitoring/web/service.ts';

export const ADMIN_PASSWORD = 'correct horse battery';
export const INGEST_TOKEN = 'a'.repeat(64);
export const SECRET_KEY = 'the key of these tests, long enough';

/** As environment.ts of the engine makes it. */
export const ADMIN_HASH = (() => {
  const salt = Buffer.alloc(16, 7);
  const hash = scryptSync(ADMIN_PASSWORD, salt, 32, { N: 16_384, r: 8, p: 1 });
  return `scrypt:16384:8:1:${salt.toString('base64url')}:${hash.toString('base64url')}`;
})();

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly json: () => never;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly address?: string;
}

/** One request; nothing is added but what HTTP wants. */
export function ask(port: number, path: string, asking: Asking = {}): Promise<Answer> {
  const body = asking.json === undefined ? asking.body : JSON.stringify(asking.json);
  const type = asking.json === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: asking.method ?? 'GET',
        headers: { host: `localhost:${port}`, ...type, ...asking.headers },
        ...(asking.address ? { localAddress: asking.address } : {}),
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: () => JSON.parse(text) as never,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A browser as far as cookies go. */
export class Browser {
  readonly cookies = new Map<string, string>();
  csrf = '';
  readonly #port: number;
  readonly #address: string | undefined;
  constructor(port: number, address?: string) {
    this.#port = port;
    this.#address = address;
  }

  async ask(path: string, asking: Asking = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(this.#port, path, {
      ...(this.#address ? { address: this.#address } : {}),
      ...asking,
      headers: { ...(cookie ? { cookie } : {}), ...asking.headers },
    });
    for (const line of (answer.headers['set-cookie'] as readonly string[] | undefined) ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  /** Loads the login page and sends its form. */
  async logIn(username: string, password: string): Promise<Answer> {
    await this.ask('/login');
    const form = new URLSearchParams({ username, password, csrf: this.cookies.get('csrf') ?? '' });
    const answer = await this.ask('/login', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    });
    if (answer.status === 303) this.csrf = ((await this.ask('/api/session')).json() as { csrf: string }).csrf;
    return answer;
  }

  /** A change, as the page sends it. */
  change(method: string, path: string, json?: unknown): Promise<Answer> {
    return this.ask(path, { method, ...(json === undefined ? {} : { json }), headers: { 'x-csrf-token': this.csrf } });
  }
}

export interface TestWeb {
  readonly port: number;
  readonly log: readonly string[];
  setNow(now: Date | undefined): void;
  browser(address?: string): Browser;
  admin(): Promise<Browser>;
  ingest(path: string, json: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

/** The whole of web in this process, over a database. Its clock can be set. */
export async function startWeb(databaseUrl: string, change: Partial<Configuration> = {}): Promise<TestWeb> {
  const log: string[] = [];
  let fixed: Date | undefined;
  const service = await startService(
    {
      secretKey: SECRET_KEY,
      debug: true,
      databaseUrl,
      allowedHosts: ['localhost', '127.0.0.1'],
      timeZone: 'Europe/Madrid',
      adminUser: 'admin',
      adminPasswordHash: ADMIN_HASH,
      ingestToken: INGEST_TOKEN,
      port: 0,
      pageFolder: '/nowhere',
      ...change,
    },
    jsonLog((line) => log.push(line), { debug: true }),
    () => fixed ?? new Date(),
  );
  await service.ready;
  const browser = (address?: string): Browser => new Browser(service.port, address);
  return {
    port: service.port,
    log,
    setNow: (now) => {
      fixed = now;
    },
    browser,
    async admin() {
      const admin = browser();
      const answer = await admin.logIn('admin', ADMIN_PASSWORD);
      if (answer.status !== 303) throw new Error(`the administrator is not let in: ${answer.status}`);
      return admin;
    },
    ingest: (path, json) =>
      ask(service.port, path, { method: 'POST', json, headers: { authorization: `Bearer ${INGEST_TOKEN}` } }),
    stop: () => service.stop(),
  };
}
