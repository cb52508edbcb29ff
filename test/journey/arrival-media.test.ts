import { createHash } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Zone } from '../../electron/api/drive.ts';
import type { Site } from '../../electron/api/site.ts';
import { makeSiteMedia } from '../../electron/engine/app/answers-desk.ts';
import { rehearsalCommandSets } from '../../electron/engine/app/rehearsal-command-sets.ts';
import { arrivalSecrets, rehearsalSecrets, type SiteSecrets } from '../../electron/engine/app/site-secrets.ts';
import { readArrivalIdentity } from '../../electron/engine/arrival/identity.ts';
import { startReceiver } from '../../electron/engine/arrival/receiver.ts';
import { arrivalTokens } from '../../electron/engine/arrival/tokens.ts';
import { analyseBase } from '../../electron/engine/image/analyse-base.ts';
import { openByteSource } from '../../electron/engine/image/byte-source.ts';
import { makeImages } from '../../electron/engine/image/make-images.ts';
import { retargetZones } from '../../electron/engine/image/retarget-zones.ts';
import { playTechnician } from '../../electron/engine/rehearsal/install/play-technician.ts';
import type { RehearsedMachines } from '../../electron/engine/rehearsal/install/rehearsed-machines.ts';
import { writeStandInIso } from '../../electron/engine/rehearsal/install/stand-in/stand-in-iso.ts';
import {
  openRehearsal,
  prepareRehearsalFolder,
  type Rehearsal,
} from '../../electron/engine/rehearsal/open-rehearsal.ts';
import { Secret } from '../../electron/engine/shell/command.ts';
import { installedHosts } from '../../electron/engine/site/delivery.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { folderAssets } from '../../electron/engine/stacks/asset-store.ts';
import { flashDrives } from '../../electron/engine/usb/flash-drives.ts';
import { retarget } from '../../electron/engine/usb/retarget.ts';
import { flasherAsChild, type RunFlasher } from '../../electron/engine/usb/run-flasher.ts';
import { bundleFlasher, dyingFlasher } from '../support/flasher.ts';
import { makeScratch, makeStandIn, removeScratch } from '../support/iso/stand-in-iso.ts';
import { ROOT } from '../support/test-engine.ts';
import { generatedSite } from './support/generated-site.ts';

const STICK_BYTES = 32 * 1024 * 1024;
const BASES = ['our own stand-in', 'a stand-in made by xorriso'] as const;

let folder = '';
let flasherPath = '';
let runFlasher: RunFlasher;
const bases = new Map<string, string>();
const open: Lab[] = [];

interface Lab {
  readonly site: Site;
  readonly secrets: SiteSecrets;
  readonly rehearsal: Rehearsal;
  readonly machines: RehearsedMachines;
  /** Names of the nodes whose report came, with the secret of their stick. */
  readonly reported: Set<string>;
  readonly folder: string;
  close(): Promise<void>;
}

beforeAll(async () => {
  folder = makeScratch('arrival-media');
  flasherPath = await bundleFlasher(folder);
  runFlasher = flasherAsChild(flasherPath);
  for (const name of BASES) bases.set(name, join(folder, `${name.replaceAll(' ', '-')}.iso`));
  writeStandInIso(bases.get(BASES[0]) ?? '', { version: '9.1' });
  makeStandIn('proxmox', bases.get(BASES[1]) ?? '', { contentBytes: 200_000 });
}, 180_000);
afterAll(async () => {
  for (const lab of open) await lab.close();
  removeScratch(folder);
});

/** A simulated rack of bare machines, and this laptop in its network with a real receiver. */
async function openLab(nodes: number, compression = 400): Promise<Lab> {
  const place = makeScratch('arrival-lab');
  const own = prepareRehearsalFolder(place, false);
  const { site: parsed } = parseSite(generatedSite({ nodes, key: own.key.publicLine }));
  if (!parsed) throw new Error('the generated site does not parse');
  own.store(parsed.access.sshPrivateKey, new Secret(own.key.privateText));
  const secrets = rehearsalSecrets(own, undefined);
  const { identity, secret } = await arrivalSecrets(secrets, parsed);
  const tokens = arrivalTokens(secret, parsed.id);
  const reported = new Set<string>();
  const receiver = await startReceiver({
    address: '127.0.0.1',
    port: 0,
    identity: readArrivalIdentity(identity.reveal()),
    handle: async (request) => {
      const body = JSON.parse((await request.body())?.toString('utf8') ?? '{}') as { node: string; token: string };
      const isOurs = request.path === tokens.reportPath && body.token === tokens.reportToken(body.node).reveal();
      if (isOurs) reported.add(body.node);
      return { status: isOurs ? 200 : 404, text: '' };
    },
  });
  const rehearsal = await openRehearsal({
    site: parsed,
    options: { faults: [], keep: false, compression },
    folder: place,
    commandSets: rehearsalCommandSets(),
    secrets: own,
    bareMetal: true,
  });
  const { machines } = rehearsal;
  const laptop = parsed.network.laptop;
  if (!machines || !laptop) throw new Error('no bare machines');
  machines.connectLaptop(laptop.address, laptop.port, { host: receiver.address, port: receiver.port });
  const lab: Lab = {
    site: parsed,
    secrets,
    rehearsal,
    machines,
    reported,
    folder: place,
    close: async () => {
      await rehearsal.close();
      await receiver.close();
      removeScratch(place);
    },
  };
  open.push(lab);
  return lab;
}

/** The overlay of every node, as `image make` makes them. */
async function imagesOf(lab: Lab, base: string): Promise<ReadonlyMap<string, string>> {
  const receiver = await arrivalSecrets(lab.secrets, lab.site);
  const media = makeSiteMedia(lab.site, folderAssets(ROOT), (ref) => lab.secrets.get(ref), receiver);
  const { images } = await makeImages({
    basePath: base,
    outDir: join(lab.folder, 'media'),
    siteId: lab.site.id,
    nodes: media.answers.map(({ node, text, firstBootBytes }) => ({
      node,
      answer: text,
      ...(firstBootBytes ? { firstBoot: firstBootBytes } : {}),
    })),
    acceptBase: sha256(base),
  });
  return new Map(images.map(({ node, file }) => [node, file]));
}

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** A stick as it comes from the shop: as large as sticks are, full of nothing. */
function blankStick(lab: Lab, name: string): string {
  const file = join(lab.folder, `${name}.stick`);
  writeFileSync(file, '');
  truncateSync(file, STICK_BYTES);
  return file;
}

/** SSH and the API of every node answer, and every node has reported. */
async function expectAllToAnswer({ site, rehearsal, reported, machines }: Lab): Promise<void> {
  const names = installedHosts(site).map(({ name }) => name);
  const isOpen = async (address: string, port: number): Promise<boolean> => {
    try {
      (await rehearsal.dialer.connect(address, port, { timeoutMs: 2_000 })).destroy();
      return true;
    } catch {
      return false;
    }
  };
  const deadline = AbortSignal.timeout(60_000);
  for (;;) {
    const answers = await Promise.all(
      site.hosts.map(async ({ address }) => (await isOpen(address, 22)) && (await isOpen(address, 8006))),
    );
    if (answers.every((answer) => answer) && names.every((name) => reported.has(name))) break;
    await machines.wait(5, deadline);
  }
  for (const name of names) {
    const screen = machines.screen(name).join('\n');
    expect(screen).toContain(`${name} login:`);
    expect(screen).toMatch(/SHA256:/);
  }
}

describe.each([2, 16])('a site of %i nodes', (nodes) => {
  it.each(BASES)(
    'goes from %s to all nodes answering with a flashed stick each',
    { timeout: 120_000 },
    async (name) => {
      const base = bases.get(name) ?? '';
      const lab = await openLab(nodes);
      const images = await imagesOf(lab, base);
      const sticks = [...images].map(([node, imagePath]) => {
        const device = blankStick(lab, node);
        return { node, write: { imagePath, device, confirm: device } };
      });
      const ends = await flashDrives({ images: sticks.map(({ write }) => write), basePath: base, runFlasher });
      expect(ends.map(({ outcome }) => outcome)).toEqual(sticks.map(() => 'done'));
      const results = await playTechnician({
        machines: lab.machines,
        media: 'stick-each',
        sticks: Object.fromEntries(sticks.map(({ node, write }) => [node, { imagePath: write.device }])),
      });
      expect(results.map(({ outcome }) => outcome)).toEqual(sticks.map(() => 'installed'));
      await expectAllToAnswer(lab);
    },
  );

  it('goes to all nodes answering with one stick that is re-targeted between the machines', {
    timeout: 120_000,
  }, async () => {
    const base = bases.get(BASES[1]) ?? '';
    const lab = await openLab(nodes, 1000);
    const images = await imagesOf(lab, base);
    const source = openByteSource(base);
    const zones: readonly Zone[] = retargetZones(analyseBase(source));
    source.close();
    const stick = blankStick(lab, 'the-one');
    const first = images.get('pve1') ?? '';
    await flashDrives({ images: [{ imagePath: first, device: stick, confirm: stick }], basePath: base, runFlasher });
    const results = await playTechnician({
      machines: lab.machines,
      media: 'one-stick',
      sticks: { pve1: { imagePath: stick } },
      retarget: async (node) => {
        await retarget({
          target: { device: stick, confirm: stick },
          overlayPath: images.get(node) ?? '',
          basePath: base,
          zones,
          runFlasher,
        });
        return { imagePath: stick };
      },
    });
    expect(results.map(({ outcome }) => outcome)).toEqual([...images].map(() => 'installed'));
    await expectAllToAnswer(lab);
  });
});

describe('a stick whose writing broke off', () => {
  it('starts nothing, wherever the writer was killed', { timeout: 60_000 }, async () => {
    const base = bases.get(BASES[0]) ?? '';
    const lab = await openLab(2);
    const images = await imagesOf(lab, base);
    for (const [call, machine] of [
      [2, 'pve1'],
      [4, 'pve2'],
    ] as const) {
      const device = blankStick(lab, `torn-${call}`);
      const write = { imagePath: images.get(machine) ?? '', device, confirm: device };
      const killed = flasherAsChild(dyingFlasher(flasherPath, lab.folder, call));
      const [end] = await flashDrives({ images: [write], basePath: base, runFlasher: killed });
      expect(end?.outcome).toBe('failed');
      lab.machines.insertStick(machine, { imagePath: device });
      lab.machines.powerOn(machine);
      await lab.machines.wait(120);
      expect(lab.machines.screen(machine).join('\n')).toContain('No bootable device');
    }
  });
});
