import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../support/test-engine.ts';
import type { LabSite } from './lab-site.ts';
import { OFFICE } from './network.ts';
import { ended } from './processes.ts';

/** What an office keeps: packages, indexes and images that were brought or made once. Nothing is taken from it unchecked. */
const CACHE = join(ROOT, '.cache/lab/office');
/** test/lab/office/serve-postgres.ts, as build/lib/lab-office.mjs bundles it. */
const SERVE_POSTGRES = join(ROOT, 'dist/lab/serve-postgres.cjs');

/** What the database's tag stands for in the registry of the office. */
export type Edition = 'first' | 'newer' | 'faulty';

/**
 * Makes the bundle of a site before the technician leaves: packages of Debian's archive, and a registry on the office's loopback
 * address in place of docker.io. Neither can be reached from the lab.
 * @param make how it is made there; else by the command line
 */
export async function makeBundleInOffice(
  site: LabSite,
  edition: Edition = 'first',
  make: () => Promise<void> = () => inOffice(site, 'bundle', 'make', site.file),
): Promise<void> {
  if (edition === 'first') site.shareCache(CACHE);
  const registry = await startRegistry(edition);
  try {
    writeFileSync(
      join(site.folder, 'sources.toml'),
      `schemaVersion = 1\n[registries."docker.io"]\nurl = "${registry.url}"\n`,
    );
    if (edition !== 'first') await inOffice(site, 'bundle', 'update', site.file, '--write');
    await make();
  } finally {
    await registry.stop();
  }
}

async function inOffice(site: LabSite, ...words: readonly string[]): Promise<void> {
  const done = await site.inOffice(...words);
  if (done.code !== 0) throw new Error(`${words.join(' ')}: exit ${done.code}\n${done.stdout}${done.stderr}`);
}

async function startRegistry(edition: Edition): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const child = spawn('nsenter', [`--net=${OFFICE}`, process.execPath, SERVE_POSTGRES, CACHE, edition], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return { url: await firstLine(child), stop: () => stop(child) };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no standard output');
  const lines = createInterface(child.stdout);
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'close').then(([code]) => Promise.reject(new Error(`the registry of the office ended with ${code}`))),
  ])) as [string];
  return line;
}

async function stop(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  await ended(child);
}
