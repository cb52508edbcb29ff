import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestBase } from '../../electron/engine/image/base-digest.ts';
import { makeImages } from '../../electron/engine/image/make-images.ts';
import { type FlashOutcome, flashDrives } from '../../electron/engine/usb/flash-drives.ts';
import { flasherAsChild, type RunFlasher } from '../../electron/engine/usb/run-flasher.ts';
import { bundleFlasher, countingFlasher, type FlasherCost } from '../support/flasher.ts';
import { makeScratch, makeStandIn, removeScratch, run as runTool } from '../support/iso/stand-in-iso.ts';
import { attachLoop, type LoopDevice } from '../support/loop-device.ts';

const NODES = ['pve1', 'pve2', 'pve3', 'pve4'];
const ROOM_BYTES = 200 * 1024 * 1024;

/** A base, overlays for some nodes and as many loop devices, with the flasher that counts its cost. */
export interface StickBench {
  readonly folder: string;
  readonly base: string;
  readonly baseBytes: number;
  readonly cacheFolder: string;
  readonly devices: readonly string[];
  overlay(node: string): string;
  /** Writes the first `count` nodes' images to the first `count` devices. */
  flash(count: number, runFlasher?: RunFlasher): Promise<readonly Done[]>;
  /** Of the flasher's last run. */
  cost(): FlasherCost;
  readonly flasherPath: string;
  readonly files: readonly string[];
  close(): void;
}

export type Done = Extract<FlashOutcome, { outcome: 'done' }>;

/** Makes all of it; loop devices need root. Their backing files are filled once, so that no round pays for growing them. */
export async function prepareSticks(name: string, contentBytes: number, sticks: number): Promise<StickBench> {
  const folder = makeScratch(name);
  const loops: LoopDevice[] = [];
  const close = () => {
    for (const loop of loops) loop.detach();
    removeScratch(folder);
  };
  try {
    const base = join(folder, 'base.iso');
    makeStandIn('proxmox', base, { contentBytes });
    const cacheFolder = join(folder, 'cache');
    await new Promise((done) => setTimeout(done, 2500));
    const { sha256 } = await digestBase(base, { cacheFolder });
    const nodes = NODES.map((node) => ({ node, answer: `# ${node}\n${'x = 1\n'.repeat(200)}` }));
    await makeImages({ basePath: base, outDir: folder, siteId: 'bench', acceptBase: sha256, cacheFolder, nodes });
    const deviceBytes = statSync(base).size + ROOM_BYTES - (statSync(base).size % (1024 * 1024));
    const files = NODES.slice(0, sticks).map((node) => join(folder, `${node}.img`));
    for (const file of files) {
      writeFileSync(file, '');
      truncateSync(file, deviceBytes);
      loops.push(attachLoop(file));
    }
    const flasherPath = await bundleFlasher(folder);
    const counting = countingFlasher(flasherPath, folder);
    const overlay = (node: string) => join(folder, `${node}.overlay`);
    const flash = async (count: number, runFlasher = flasherAsChild(counting.path)) => {
      const images = NODES.slice(0, count).map((node, index) => ({
        imagePath: overlay(node),
        device: loops[index]?.device ?? '',
        confirm: files[index] ?? '',
      }));
      const outcomes = await flashDrives({ images, basePath: base, cacheFolder, runFlasher });
      return outcomes.map((outcome) => {
        if (outcome.outcome === 'done') return outcome;
        throw new Error(JSON.stringify(outcome.diagnostics));
      });
    };
    await flash(sticks);
    const devices = loops.map(({ device }) => device);
    const baseBytes = statSync(base).size;
    return {
      folder,
      base,
      baseBytes,
      cacheFolder,
      devices,
      overlay,
      flash,
      cost: counting.cost,
      flasherPath,
      files,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Wall and CPU seconds of a shell command with all its children. */
export function shellCost(command: string): { readonly wallS: number; readonly cpuS: number } {
  const text = runTool('bash', ['-c', `TIMEFORMAT='%3R %3U %3S'; { time { ${command}; } >/dev/null 2>&1; } 2>&1`]);
  const [wall = 0, user = 0, system = 0] = text.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  return { wallS: wall, cpuS: user + system };
}
