import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { digestBase } from '../../electron/engine/image/base-digest.ts';
import { makeImages } from '../../electron/engine/image/make-images.ts';
import { makeScratch, makeStandIn, removeScratch, run as runTool } from '../support/iso/stand-in-iso.ts';
import { median, timeMs } from './measure.ts';

const BASE_BYTES = 1_400_000_000;
const ROUNDS = 5;

/**
 * The image of one further node of a 1.4 GB base whose digest is cached: planning alone, the whole command in a new
 * process, bytes written; against xorriso (copy and grow, the vendor's way; and a whole rewrite) in the same run.
 */
export async function run() {
  const folder = makeScratch('bench-image');
  try {
    const base = join(folder, 'base.iso');
    makeStandIn('proxmox', base, { contentBytes: BASE_BYTES });
    const cacheFolder = join(folder, 'cache');
    await new Promise((done) => setTimeout(done, 2500));
    const { sha256 } = await digestBase(base, { cacheFolder });
    const answer = `[global]\nfqdn = "pve1.example"\n# ${'x'.repeat(1200)}\n`;
    const planningMs: number[] = [];
    const inProcessMs: number[] = [];
    const common = { basePath: base, outDir: join(folder, 'out'), siteId: 'bench', acceptBase: sha256, cacheFolder };
    for (let index = 0; index < 20; index += 1) {
      inProcessMs.push(
        await timeMs(async () => {
          const made = await makeImages({ ...common, nodes: [{ node: `pve${index}`, answer }] });
          planningMs.push(...made.planningMs);
        }),
      );
    }
    const command = await bundleCommand(folder);
    const task = join(folder, 'task.json');
    writeFileSync(task, JSON.stringify({ ...common, nodes: [{ node: 'further', answer }] }));
    const answerFile = join(folder, 'answer.toml');
    writeFileSync(answerFile, answer);
    const [commandMs, growMs, rewriteMs]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      commandMs.push(await timeMs(() => execFileSync(process.execPath, [command, task])));
      const copy = join(folder, 'copy.iso');
      growMs.push(
        await timeMs(() => {
          runTool('cp', [base, copy]);
          runTool('xorriso', ['-boot_image', 'any', 'keep', '-dev', copy, '-map', answerFile, '/answer.toml']);
        }),
      );
      rmSync(copy);
      const rewrite = [
        '-boot_image',
        'any',
        'keep',
        '-indev',
        base,
        '-outdev',
        copy,
        '-map',
        answerFile,
        '/answer.toml',
      ];
      rewriteMs.push(await timeMs(() => runTool('xorriso', rewrite)));
      rmSync(copy);
    }
    const overlayBytes = statSync(join(folder, 'out', 'further.overlay')).size;
    readFileSync(join(folder, 'out', 'further.overlay'));
    return {
      name: 'image-further-node',
      baseBytes: statSync(base).size,
      planningMs: median(planningMs),
      planningMaxMs: Math.max(...planningMs),
      inProcessMs: median(inProcessMs),
      commandMs: median(commandMs),
      overlayBytes,
      xorrisoCopyGrowMs: median(growMs),
      xorrisoRewriteMs: median(rewriteMs),
      timesFasterThanCopyGrow: median(growMs) / median(commandMs),
    };
  } finally {
    removeScratch(folder);
  }
}

/** makeImages as a program of its own, bundled as the product is. */
async function bundleCommand(folder: string): Promise<string> {
  const outfile = join(folder, 'make', 'make-images.cjs');
  mkdirSync(join(folder, 'make'));
  await build({
    stdin: {
      contents: `import { readFileSync } from 'node:fs';
        import { makeImages } from './electron/engine/image/make-images.ts';
        makeImages(JSON.parse(readFileSync(process.argv[2], 'utf8'))).catch((error) => { console.error(error); process.exit(1); });`,
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
