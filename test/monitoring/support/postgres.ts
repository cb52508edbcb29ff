import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** A real PostgreSQL of this machine with data of its own, on a free port of the loopback interface. */
export interface Postgres {
  readonly port: number;
  /** Address of a new, empty database. */
  newDatabase(): Promise<string>;
  /** Ends every process of it at once, as a power cut would; not the machine's page cache. */
  kill(): Promise<void>;
  /** Starts it again after `kill`. */
  start(): Promise<void>;
  /** A program of the same PostgreSQL: `pg_dump`. */
  readonly program: (name: string) => string;
  stop(): Promise<void>;
}

const PROGRAMS = '/usr/lib/postgresql';

export interface PostgresOptions {
  /** As a site has it: writes reach the disk. Off by default, as no test cuts the power. */
  readonly durable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

export async function startPostgres({ durable = false, settings = {} }: PostgresOptions = {}): Promise<Postgres> {
  const version = existsSync(PROGRAMS) ? readdirSync(PROGRAMS).sort().at(-1) : undefined;
  if (!version) throw new Error('there is no PostgreSQL on this machine: apt-get install postgresql-15');
  const program = (name: string): string => join(PROGRAMS, version, 'bin', name);
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-postgres-'));
  // PostgreSQL refuses to run as root
  const owner: { readonly uid?: number; readonly gid?: number } =
    process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  execFileSync(
    program('initdb'),
    [
      '--pgdata',
      data,
      '--username',
      'monitoring',
      '--auth',
      'trust',
      '--encoding',
      'UTF8',
      '--locale',
      'C.UTF-8',
      '--no-sync',
    ],
    { ...owner, cwd: folder, stdio: 'pipe' },
  );
  const port = await freePort();
  let server: ChildProcess | undefined;
  let databases = 0;

  async function start(): Promise<void> {
    const options = { fsync: durable ? 'on' : 'off', ...settings };
    server = spawn(
      program('postgres'),
      [
        '-D',
        data,
        '-p',
        String(port),
        ...['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`],
        ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { ...owner, cwd: folder, stdio: 'ignore' },
    );
    for (let attempt = 0; ; attempt += 1) {
      const client = new pg.Client({ host: '127.0.0.1', port, user: 'monitoring', database: 'postgres' });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (attempt === 300) throw error;
        await pause(50);
      }
    }
  }

  async function end(signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
    const child = server;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const over = new Promise((resolve) => child.once('exit', resolve));
    const children = signal === 'SIGKILL' ? childrenOf(child.pid ?? 0) : [];
    child.kill(signal);
    for (const pid of children) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // ended by itself meanwhile
      }
    }
    await over;
    server = undefined;
  }

  await start();
  return {
    port,
    program,
    start,
    kill: () => end('SIGKILL'),
    async newDatabase() {
      databases += 1;
      const name = `site${databases}`;
      const client = new pg.Client({ host: '127.0.0.1', port, user: 'monitoring', database: 'postgres' });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return `postgres://monitoring:not-asked-for@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
}

function childrenOf(pid: number): readonly number[] {
  const listed = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return listed.stdout
    .split('\n')
    .map((line) => Number(line.trim()))
    .filter((id) => id > 0);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
