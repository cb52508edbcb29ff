import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askDaemon, type HostsControl } from '../../../electron/engine/rehearsal/executables/control.ts';
import { ROOT } from '../../support/test-engine.ts';
import type { LabHost } from './lab-host.ts';
import { ended, eventually, must, startLogged } from './processes.ts';

const TOOL = join(ROOT, 'dist/rehearsal/sim-host.cjs');
/** Programs that the nodes have for real. */
const REAL_ON_NODES = ['corosync-quorumtool', 'corosync-cfgtool', 'corosync-qdevice-tool'];

/** A data disk that a test may build in: what lies on it is real, the volume groups that are made of it are simulated. */
export const DATA_DISK_MIB = 128;

export interface SimulatedNode {
  readonly host: LabHost;
  readonly os: 'pve' | 'debian';
  readonly osVersion: string;
}

/** The simulated PVE of the lab: one daemon for all hosts, whose programs on the hosts lead to it. */
export class Simulator {
  readonly #folder: string;
  readonly #nodes: SimulatedNode[] = [];
  readonly #compression: number;
  #daemon: ChildProcess | undefined;
  #starts = 0;

  /** @param folder is /opt/sim of every host */
  constructor(folder: string, compression: number) {
    this.#folder = folder;
    this.#compression = compression;
    mkdirSync(folder, { recursive: true });
  }

  /** Adds a host that is laid out and off, and (re)starts the daemon, which goes on from its state. */
  async add(nodes: readonly SimulatedNode[]): Promise<void> {
    this.#nodes.push(...nodes);
    for (const { host, os } of nodes) {
      if (os === 'pve') await this.#tool('install', '--root', host.root, '--without', REAL_ON_NODES.join(','));
    }
    await this.stop();
    await this.start();
  }

  async start(): Promise<void> {
    writeFileSync(join(this.#folder, 'spec.json'), JSON.stringify(this.#spec()));
    const log = join(this.#folder, 'daemon.log');
    writeFileSync(log, '', { flag: 'a' });
    this.#starts += 1;
    const words = ['serve', '--state', join(this.#folder, 'state'), '--spec', join(this.#folder, 'spec.json')];
    this.#daemon = startLogged([process.execPath, TOOL, ...words, '--socket', this.#socket], log);
    await eventually(() => {
      if (this.log().filter((line) => line.includes('"event":"ready"')).length < this.#starts)
        throw new Error(`the simulator does not start: ${this.log().slice(-5).join('\n')}`);
    });
  }

  async stop(): Promise<void> {
    if (!this.#daemon) return;
    this.#daemon.kill('SIGTERM');
    await ended(this.#daemon);
    this.#daemon = undefined;
  }

  /** The daemon's lines of all its lives. */
  log(): readonly string[] {
    return readFileSync(join(this.#folder, 'daemon.log'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  }

  /** Errors inside the simulator: always a defect of ours. */
  defects(): readonly string[] {
    return this.log().filter((line) => line.includes('"event":"defect"'));
  }

  /** Every change that reached the site, with how often. */
  async effects(): Promise<Readonly<Record<string, number>>> {
    return (await this.ask({ do: 'effects' })) as Record<string, number>;
  }

  ask(request: HostsControl): Promise<unknown> {
    return askDaemon(this.#socket, request);
  }

  get #socket(): string {
    return join(this.#folder, 'socket');
  }

  #tool(command: string, ...words: readonly string[]): Promise<string> {
    return must([process.execPath, TOOL, command, '--socket', '/opt/sim/socket', ...words]);
  }

  #spec(): unknown {
    return {
      compression: this.#compression,
      hosts: this.#nodes.map(({ host, os, osVersion }) => ({
        name: host.name,
        root: host.root,
        os,
        osVersion,
        leader: host.leaderFile,
        addresses: Object.fromEntries(
          host.cables
            .filter((cable) => cable.configured !== false)
            .map((cable) => [cable.bridge ?? cable.port, [`${cable.address}/24`]]),
        ),
        domain: 'lab.lan',
        ...(os === 'pve'
          ? {
              disks: [
                { name: 'sda', serial: `SYS-${host.name}`, sizeBytes: 240_000_000_000, use: 'lvm:pve' },
                { name: 'sdb', serial: `DATA-${host.name}`, sizeBytes: DATA_DISK_MIB * 1024 * 1024 },
              ],
              ports: { 8006: join(this.#folder, `${host.name}-8006`) },
            }
          : {}),
      })),
    };
  }
}
