import { expect } from 'vitest';
import type { LabHost } from './lab-host.ts';
import { eventually } from './processes.ts';

const SERVICES = ['db', 'web', 'data_collector'] as const;
type Service = (typeof SERVICES)[number];

interface Container {
  readonly id: string;
  readonly pid: number;
  /** Of the image, as Docker has it. */
  readonly image: string;
  readonly status: string;
  readonly health: string;
  readonly restarts: number;
}

const INSPECT =
  '{"id":"{{.Id}}","pid":{{.State.Pid}},"image":"{{.Image}}","status":"{{.State.Status}}","health":"{{.State.Health.Status}}","restarts":{{.RestartCount}}}';

/** The monitoring system on a lab host, seen by its Docker and in its database. */
export class Monitoring {
  readonly #host: LabHost;

  constructor(host: LabHost) {
    this.#host = host;
  }

  docker(...words: readonly string[]): Promise<string> {
    return this.#host.ok('docker', ...words);
  }

  async container(service: Service): Promise<Container> {
    return JSON.parse(await this.docker('inspect', '--format', INSPECT, nameOf(service))) as Container;
  }

  containers(): Promise<readonly Container[]> {
    return Promise.all(SERVICES.map((service) => this.container(service)));
  }

  /** Ends the first process of a container as the kernel does when memory runs out, and waits until Docker has begun another. */
  async kill(service: Service): Promise<void> {
    const { id, pid, restarts } = await this.container(service);
    expect(pid).toBeGreaterThan(1);
    await this.#host.ok('kill', '-9', String(pid));
    await eventually(async () => {
      const now = await this.container(service);
      expect(now).toMatchObject({ id, restarts: restarts + 1, status: 'running' });
      expect(now.pid).not.toBe(pid);
    });
  }

  /** Waits until every service runs and says that it is well. */
  async untilHealthy(): Promise<void> {
    await eventually(async () => {
      const seen = (await this.containers()).map(({ status, health }) => `${status} ${health}`);
      expect(seen).toEqual(SERVICES.map(() => 'running healthy'));
    });
  }

  /** When the readings of a node in the database were taken, in seconds since 1970, oldest first. */
  async readings(node: string): Promise<readonly number[]> {
    const sql = `SELECT round(extract(epoch FROM taken_at)) FROM monitoring.sample JOIN monitoring.source ON id = source_id WHERE key = 'node/${node}' ORDER BY 1`;
    const words = ['psql', '--username', 'monitoring', '--dbname', 'monitoring', '--no-align', '--tuples-only'];
    const lines = await this.docker('exec', nameOf('db'), ...words, '--command', sql);
    return lines.split('\n').filter(Boolean).map(Number);
  }

  /** Waits for a reading that is taken from now on. */
  async untilNewReading(node: string): Promise<void> {
    const now = Date.now() / 1000;
    await eventually(async () => expect((await this.readings(node)).at(-1)).toBeGreaterThan(now));
  }
}

/** As compose names it. */
function nameOf(service: Service): string {
  return `municipal_project-${service}-1`;
}
