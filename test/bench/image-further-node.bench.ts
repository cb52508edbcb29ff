import { closeSync, mkdirSync, openSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { digestBase } from '../../electron/engine/image/base-digest.ts';
import { ANSWER_PATHS, makeImages } from '../../electron/engine/image/make-images.ts';
import { makeScratch, makeStandIn, removeScratch, run as runTool } from '../support/iso/stand-in-iso.ts';
import { type CommandCost, commandCost } from './command-cost.ts';
import { median, timeMs } from './measure.ts';

const BASE_BYTES = 1_400_000_000;
const FIRST_BOOT_BYTES = 6000;
const ROUNDS = 5;
const IN_PROCESS_A_ROUND = 5;

/** The ways to come from the base to a further node's image with answer, mode and first-boot program. */
const WAYS = {
  overlay: 'our overlay, a new process, digest of the base known',
  fullImage: 'our complete image, a new process: base and image hashed on the way, made durable',
  copyAndGrow: 'cp, then one xorriso run that grows the copy (not made durable); starts',
  rewrite: 'xorriso -indev/-outdev keep (not made durable); starts only by UEFI from a CD',
} as const;
type Way = keyof typeof WAYS;

/**
 * The image of one further node of a 1.4 GB base, by our ways and xorriso's, in turns, wall and processor time; and planning
 * alone within one process. Every image is read once by isoinfo: all hold the same three files.
 */
export async function run() {
  const folder = makeScratch('bench-image');
  try {
    const base = join(folder, 'base.iso');
    makeStandIn('proxmox', base, { contentBytes: BASE_BYTES });
    const cacheFolder = join(folder, 'cache');
    // A digest is remembered only of a file that has been left alone for a while.
    await new Promise((done) => setTimeout(done, 2500));
    const { sha256 } = await digestBase(base, { cacheFolder });
    const files = writeFiles(folder);
    const common = { basePath: base, siteId: 'bench', acceptBase: sha256, cacheFolder };
    const command = await bundleCommand(folder);
    const tasks = { overlay: join(folder, 'overlay.json'), fullImage: join(folder, 'full.json') };
    for (const [way, task] of Object.entries(tasks)) {
      writeFileSync(task, JSON.stringify({ ...common, outDir: join(folder, way), full: way === 'fullImage', files }));
    }
    const copy = join(folder, 'copy.iso');
    const maps = Object.entries(files).flatMap(([name, file]) => ['-map', file, `/${name}`]);
    const keep = ['-boot_image', 'any', 'keep', '-volume_date', 'uuid', volumeUuid(base)];
    const makers: Record<Way, () => CommandCost> = {
      overlay: () => commandCost(process.execPath, command, tasks.overlay),
      fullImage: () => commandCost(process.execPath, command, tasks.fullImage),
      copyAndGrow: () => sum(commandCost('cp', base, copy), commandCost('xorriso', ...keep, '-dev', copy, ...maps)),
      rewrite: () => commandCost('xorriso', ...keep, '-indev', base, '-outdev', copy, ...maps),
    };
    const made: Partial<Record<Way, string>> = {
      fullImage: join(folder, 'fullImage', 'further.iso'),
      copyAndGrow: copy,
      rewrite: copy,
    };
    const costs: Record<Way, CommandCost[]> = { overlay: [], fullImage: [], copyAndGrow: [], rewrite: [] };
    const [planningMs, inProcessMs]: [number[], number[]] = [[], []];
    const answer = readFileSync(files[ANSWER_PATHS.answer]);
    const firstBoot = readFileSync(files[ANSWER_PATHS.firstBoot]);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const way of Object.keys(WAYS) as Way[]) {
        costs[way].push(makers[way]());
        const image = made[way];
        if (image === undefined) continue;
        if (round === 0) checkFiles(image, files);
        rmSync(image);
      }
      for (let turn = 0; turn < IN_PROCESS_A_ROUND; turn += 1) {
        const nodes = [{ node: `pve${turn}`, answer, firstBoot }];
        inProcessMs.push(
          await timeMs(async () => {
            planningMs.push(...(await makeImages({ ...common, outDir: join(folder, 'out'), nodes })).planningMs);
          }),
        );
      }
    }
    const wallMs = medians(costs, 'wallMs');
    return {
      name: 'image-further-node',
      rounds: ROUNDS,
      baseBytes: statSync(base).size,
      overlayBytes: statSync(join(folder, 'overlay', 'further.overlay')).size,
      planningMs: median(planningMs),
      planningMaxMs: Math.max(...planningMs),
      inProcessMs: median(inProcessMs),
      wallMs,
      cpuMs: medians(costs, 'cpuMs'),
      timesFasterThanCopyAndGrow: wallMs.copyAndGrow / wallMs.overlay,
      timesFasterThanRewrite: wallMs.rewrite / wallMs.overlay,
      ways: WAYS,
    };
  } finally {
    removeScratch(folder);
  }
}

type Files = Readonly<Record<(typeof ANSWER_PATHS)[keyof typeof ANSWER_PATHS], string>>;

function writeFiles(folder: string): Files {
  const inputs = join(folder, 'inputs');
  mkdirSync(inputs);
  const contents: Record<keyof Files, string> = {
    [ANSWER_PATHS.mode]: 'mode = "iso"\n',
    [ANSWER_PATHS.answer]: `[global]\nfqdn = "further.example"\n# ${'x'.repeat(1200)}\n`,
    [ANSWER_PATHS.firstBoot]: `#!/bin/sh\n# ${'y'.repeat(FIRST_BOOT_BYTES)}\n`,
  };
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(inputs, name), text);
  return {
    [ANSWER_PATHS.mode]: join(inputs, ANSWER_PATHS.mode),
    [ANSWER_PATHS.answer]: join(inputs, ANSWER_PATHS.answer),
    [ANSWER_PATHS.firstBoot]: join(inputs, ANSWER_PATHS.firstBoot),
  };
}

/** The modification date of the volume (ECMA-119 8.4.27), which the EFI boot loader searches for. */
function volumeUuid(base: string): string {
  const fd = openSync(base, 'r');
  const digits = Buffer.alloc(16);
  readSync(fd, digits, 0, digits.length, 16 * 2048 + 830);
  closeSync(fd);
  return digits.toString('latin1');
}

/** Reads the three files back with isoinfo; xorriso itself complains of the image that it rewrote. */
function checkFiles(image: string, files: Files): void {
  for (const [name, file] of Object.entries(files)) {
    const read = runTool('isoinfo', ['-R', '-i', image, '-x', `/${name}`]);
    if (read !== readFileSync(file, 'utf8')) throw new Error(`${image} has another ${name}`);
  }
}

function sum(...costs: readonly CommandCost[]): CommandCost {
  return costs.reduce((a, b) => ({ wallMs: a.wallMs + b.wallMs, cpuMs: a.cpuMs + b.cpuMs }));
}

function medians(costs: Record<Way, CommandCost[]>, of: keyof CommandCost): Record<Way, number> {
  const ofWay = (way: Way) => Math.round(median(costs[way].map((cost) => cost[of])));
  return {
    overlay: ofWay('overlay'),
    fullImage: ofWay('fullImage'),
    copyAndGrow: ofWay('copyAndGrow'),
    rewrite: ofWay('rewrite'),
  };
}

/** makeImages for the node `further` as a program of its own, bundled as the product is. */
async function bundleCommand(folder: string): Promise<string> {
  const outfile = join(folder, 'make', 'make-images.cjs');
  mkdirSync(join(folder, 'make'));
  await build({
    stdin: {
      contents: `import { readFileSync } from 'node:fs';
        import { ANSWER_PATHS, makeImages } from './electron/engine/image/make-images.ts';
        const { files, ...options } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
        const [answer, firstBoot] = [ANSWER_PATHS.answer, ANSWER_PATHS.firstBoot].map((name) => readFileSync(files[name]));
        makeImages({ ...options, nodes: [{ node: 'further', answer, firstBoot }] }).catch((error) => {
          console.error(error);
          process.exit(1);
        });`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outfile;
}
