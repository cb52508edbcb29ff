import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type PveVersion, type Site, SiteSchema } from '../../../../../../../electron/api/site.ts';
import { rehearsalCommandSets } from '../../../../../../../electron/engine/app/rehearsal-command-sets.ts';
import { makeImages } from '../../../../../../../electron/engine/image/make-images.ts';
import { openRehearsedMachines } from '../../../../../../../electron/engine/rehearsal/install/open-rehearsed-machines.ts';
import type {
  RehearsedMachines,
  RehearsedStick,
} from '../../../../../../../electron/engine/rehearsal/install/rehearsed-machines.ts';
import { writeStandInIso } from '../../../../../../../electron/engine/rehearsal/install/stand-in/stand-in-iso.ts';
import type { WorldState } from '../../../../../../../electron/engine/rehearsal/kernel/state.ts';
import { createWorld, type SimWorld } from '../../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { existingHosts } from '../../../../../../../electron/engine/rehearsal/site-hosts.ts';
import { makeEd25519 } from '../../../../../../../electron/engine/shell/ssh-keys.ts';
import { makeScratch } from '../../../../../../support/iso/stand-in-iso.ts';

export const KEY = makeEd25519('test', 'bare-site');
export const LAPTOP = '192.168.1.50';

/** A site of n bare nodes: two disks each, a management port and one for the cluster. */
export function bareSite(
  options: { readonly nodes?: number; readonly version?: PveVersion; readonly dhcp?: boolean } = {},
): Site {
  const { nodes = 2, version = '9.1', dhcp = false } = options;
  return SiteSchema.parse({
    schemaVersion: 1,
    id: 'bare',
    name: 'Bare',
    country: 'es',
    keyboard: 'es',
    timezone: 'Europe/Madrid',
    mailto: 'root@bare.example',
    pve: { version },
    access: { sshPublicKey: KEY.publicLine, sshPrivateKey: 'secret:site-ssh-key' },
    network: {
      domain: 'bare.lan',
      management: { cidr: '192.168.1.0/24', gateway: '192.168.1.1', dns: ['192.168.1.1'] },
      ...(dhcp ? { dhcp: { rangeStart: '192.168.1.100', rangeEnd: '192.168.1.150' } } : {}),
      laptop: { address: LAPTOP },
    },
    hosts: Array.from({ length: nodes }, (_, index) => ({
      name: `pve${index + 1}`,
      origin: 'installed',
      os: 'pve',
      roles: ['pve-node'],
      address: `192.168.1.${11 + index}`,
      install: {
        diskSerials: [`SYS-${index + 1}`],
        managementMac: mac(index, 1),
        rootPassword: 'secret:root-password',
      },
      hardware: {
        cores: 8,
        memoryGib: 32,
        systemSerial: `SN-${index + 1}`,
        disks: [
          { serial: `DATA-${index + 1}`, model: 'Big Disk 2000', sizeGb: 2000 },
          { serial: `SYS-${index + 1}`, model: 'Small Disk 240', sizeGb: 240 },
        ],
        nics: [
          { name: 'enp2s0f0', mac: mac(index, 2), speedMbps: 10_000, link: 0 },
          { name: 'eno1', mac: mac(index, 1) },
        ],
      },
    })),
  });
}

export function mac(index: number, port: number): string {
  return `3C:EC:EF:00:${index.toString(16).padStart(2, '0')}:0${port}`;
}

export interface AnswerParts {
  readonly node?: number;
  readonly global?: string;
  readonly network?: string;
  readonly disks?: string;
  readonly rest?: string;
}

/** An answer as a person would write it for one of the nodes. */
export function answerText(parts: AnswerParts = {}): string {
  const { node = 1 } = parts;
  return `[global]
keyboard = "es"
country = "es"
fqdn = "pve${node}.bare.lan"
mailto = "root@bare.example"
timezone = "Europe/Madrid"
root-password = "correct horse"
root-ssh-keys = ["${KEY.publicLine}"]
${parts.global ?? 'reboot-mode = "power-off"'}

[network]
${parts.network ?? `source = "from-answer"\ncidr = "192.168.1.${10 + node}/24"\ngateway = "192.168.1.1"\ndns = "192.168.1.1"\nfilter.ID_NET_NAME_MAC = "*3cecef00${(node - 1).toString(16).padStart(2, '0')}01"`}

[disk-setup]
${parts.disks ?? `filesystem = "ext4"\nfilter.ID_SERIAL_SHORT = "SYS-${node}"`}
${parts.rest ?? ''}
`;
}

export interface Rack {
  readonly world: SimWorld;
  readonly machines: RehearsedMachines;
  readonly folder: string;
  readonly base: string;
  /** An image for one machine, as an overlay on the stand-in. */
  stick(answer: string, firstBoot?: string): Promise<RehearsedStick>;
  /** Resolves when the screen of a machine shows the text; rejects after twenty seconds with what it shows. */
  until(machine: string, wanted: string | RegExp): Promise<void>;
  off(machine: string): Promise<void>;
  close(): void;
}

export interface RackOptions {
  readonly site?: Site;
  readonly faults?: readonly string[];
  readonly state?: WorldState;
  /** Release of the stand-in; default that of the site. */
  readonly release?: PveVersion;
  readonly compression?: number;
}

export function openRack(options: RackOptions = {}): Rack {
  const site = options.site ?? bareSite();
  const folder = makeScratch('rack');
  const base = join(folder, 'base.iso');
  const { sha256 } = writeStandInIso(base, { version: options.release ?? site.pve.version });
  const world = createWorld({
    seed: 1,
    hosts: existingHosts(site),
    commandSets: rehearsalCommandSets(),
    compression: options.compression ?? 2000,
    faults: options.faults ?? [],
    ...(options.state ? { state: options.state } : {}),
  });
  const machines = openRehearsedMachines(world, site);
  let made = 0;
  const wait = (machine: string, isSo: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`the screen of ${machine} shows:\n${machines.screen(machine).join('\n')}`));
      }, 20_000);
      const look = () => {
        if (!isSo()) return;
        stop();
        resolve();
      };
      const unsubscribe = machines.subscribe(look);
      const stop = () => {
        clearTimeout(timer);
        unsubscribe();
      };
      look();
    });
  return {
    world,
    machines,
    folder,
    base,
    stick: async (answer, firstBoot) => {
      made += 1;
      const { images } = await makeImages({
        basePath: base,
        outDir: join(folder, String(made)),
        siteId: site.id,
        nodes: [{ node: 'pve1', answer, ...(firstBoot === undefined ? {} : { firstBoot: Buffer.from(firstBoot) }) }],
        acceptBase: sha256,
      });
      return { overlayPath: images[0]?.file ?? '', basePath: base };
    },
    until: (machine, wanted) =>
      wait(machine, () => {
        const text = machines.screen(machine).join('\n');
        return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
      }),
    off: (machine) => wait(machine, () => machines.machines.find(({ name }) => name === machine)?.power === 'off'),
    close: () => {
      world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function sha256OfFile(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
