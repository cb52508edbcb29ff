import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the flasher as the product does (Node 18, CommonJS) into `folder`; gives back its path. */
export async function bundleFlasher(folder: string): Promise<string> {
  const outfile = join(folder, 'flasher.cjs');
  await build({
    entryPoints: ['electron/flasher/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outfile;
}

/** What a run of the flasher cost, as the kernel counted it. */
export interface FlasherCost {
  /** Bytes read by read calls, from files and devices, cached or not. */
  readonly readBytes: number;
  /** User and system time. */
  readonly cpuS: number;
  /** Largest memory at once. */
  readonly peakBytes: number;
}

/** The flasher, in a program that notes at its end what the run cost; `cost()` tells it of the last run. */
export function countingFlasher(flasherPath: string, folder: string): { path: string; cost(): FlasherCost } {
  const path = join(folder, 'counting-flasher.cjs');
  const noted = join(folder, 'cost.json');
  writeFileSync(
    path,
    `const { readFileSync, writeFileSync } = require('node:fs');
     process.on('exit', () => {
       const number = (file, key) => Number(new RegExp(key + ':\\\\s+(\\\\d+)').exec(readFileSync(file, 'utf8'))[1]);
       const { user, system } = process.cpuUsage();
       const cpuS = (user + system) / 1e6;
       const cost = { cpuS, readBytes: number('/proc/self/io', 'rchar'), peakBytes: number('/proc/self/status', 'VmHWM') * 1024 };
       writeFileSync(${JSON.stringify(noted)}, JSON.stringify(cost));
     });
     require(${JSON.stringify(flasherPath)});`,
  );
  return { path, cost: () => JSON.parse(readFileSync(noted, 'utf8')) as FlasherCost };
}

/** A write, or (without `position`) that everything before is made durable. */
export interface TracedCall {
  readonly position?: number;
  readonly length?: number;
}

/** The flasher, in a program that notes every write and sync of its file handles; `calls()` tells those of the last run. */
export function tracingFlasher(flasherPath: string, folder: string): { path: string; calls(): readonly TracedCall[] } {
  const path = join(folder, 'tracing-flasher.cjs');
  const noted = join(folder, 'calls.json');
  writeFileSync(
    path,
    `const { writeFileSync } = require('node:fs');
     const { open } = require('node:fs/promises');
     void open(__filename, 'r').then(async (handle) => {
       const kind = Object.getPrototypeOf(handle);
       await handle.close();
       const calls = [];
       const { write, sync } = kind;
       kind.write = function (bytes, at, length, position) {
         calls.push({ position, length });
         return write.call(this, bytes, at, length, position);
       };
       kind.sync = function () {
         calls.push({});
         return sync.call(this);
       };
       process.on('exit', () => writeFileSync(${JSON.stringify(noted)}, JSON.stringify(calls)));
       require(${JSON.stringify(flasherPath)});
     });`,
  );
  return { path, calls: () => JSON.parse(readFileSync(noted, 'utf8')) as readonly TracedCall[] };
}

/**
 * The flasher, in a program that is killed before its write or sync call number `call` (from 1); what came before may be on
 * the target, nothing after.
 */
export function dyingFlasher(flasherPath: string, folder: string, call: number): string {
  const path = join(folder, 'dying-flasher.cjs');
  writeFileSync(
    path,
    `const { open } = require('node:fs/promises');
     void open(__filename, 'r').then(async (handle) => {
       const kind = Object.getPrototypeOf(handle);
       await handle.close();
       let calls = 0;
       for (const name of ['write', 'sync', 'truncate']) {
         const real = kind[name];
         kind[name] = function (...args) {
           calls += 1;
           if (calls === ${call}) process.kill(process.pid, 'SIGKILL');
           return real.apply(this, args);
         };
       }
       require(${JSON.stringify(flasherPath)});
     });`,
  );
  return path;
}
