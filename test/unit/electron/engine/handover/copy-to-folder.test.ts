import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import type { CopyStage } from '../../../../../electron/engine/handover/copy-teller.ts';
import { copyToFolder } from '../../../../../electron/engine/handover/copy-to-folder.ts';
import { type CopySource, siteCopyFiles } from '../../../../../electron/engine/handover/site-copy-files.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const RUN = '20260302T100000Z-abcdef';
let home: string;
let root: string;
let target: string;
let source: CopySource;

beforeEach(() => {
  home = temporaryFolder('site-copy');
  root = join(home, 'site');
  target = join(home, 'stick', 'municipal');
  mkdirSync(root);
  cpSync('examples/two-node/site.toml', join(root, 'site.toml'));
  write('secrets.age', 'age-encryption.org/v1');
  write('THROW-AWAY-PASSPHRASE.txt', 'CANARY');
  write('bundle/bundle.lock.toml', 'schemaVersion = 1');
  write('bundle/images/large.tar', 'content stays');
  write('media/image.iso', 'stays');
  write('inventory/pve-node1.json', '{}');
  write('reports/r/report.html', '<html>');
  write(`runs/${RUN}/journal.jsonl`, '{}\n');
  write('runs/20260302T110000Z-abcdef/journal.jsonl', 'is being written');
  write('.sitewright.lock', 'stays');
  source = {
    root,
    siteFile: join(root, 'site.toml'),
    runs: join(root, 'runs'),
    isLive: (runId) => runId !== RUN,
    brought: [],
    withVault: false,
  };
});

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

const CARRIED = [
  'SHA256SUMS',
  'bundle/bundle.lock.toml',
  'inventory/pve-node1.json',
  'reports/r/report.html',
  `runs/${RUN}/journal.jsonl`,
  'site.toml',
];
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
const changes = new Map<CopyStage, readonly string[]>();
async function copy(options: { stopAfter?: number } = {}, from = source) {
  let asked = 0;
  changes.clear();
  return copyToFolder({
    files: await siteCopyFiles(from),
    target,
    tell: { begin: async () => {}, progress: () => {}, end: async (stage, said) => void changes.set(stage, said) },
    isStopping: () => {
      asked += 1;
      return asked > (options.stopAfter ?? Number.POSITIVE_INFINITY);
    },
  });
}
async function refused(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof DiagnosticError ? error.diagnostics[0] : undefined;
}

describe('a copy of the site in a folder', () => {
  it('holds plan, lock, listings, finished journals and reports, and every digest fits', async () => {
    expect((await copy()).isComplete).toBe(true);
    expect(filesIn(target)).toEqual(CARRIED);
    const said = execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: target, encoding: 'utf8' });
    expect(said.trim().split('\n').sort()).toEqual(CARRIED.slice(1).map((path) => `${path}: OK`));
  });

  it('takes the vault only where asked, for its owner alone, and never the passphrase beside it', async () => {
    await copy({}, { ...source, withVault: true });
    expect(filesIn(target)).toContain('secrets.age');
    expect(statSync(join(target, 'secrets.age')).mode & 0o777).toBe(0o600);
    expect(filesIn(target)).not.toContain('THROW-AWAY-PASSPHRASE.txt');
    rmSync(join(root, 'secrets.age'));
    expect((await refused(copy({}, { ...source, withVault: true })))?.code).toBe('vault.missing');
  });

  it('done again writes what differs and nothing else; what the site has no more stays listed', async () => {
    const first = await copy();
    const before = statSync(join(target, 'site.toml')).mtimeMs;
    expect(await copy()).toEqual(first);
    expect([...changes.values()].flat()).toEqual([]);
    appendFileSync(join(root, 'site.toml'), '\n# changed\n');
    rmSync(join(root, 'inventory'), { recursive: true });
    expect((await copy()).listSha256).not.toBe(first.listSha256);
    expect(changes.get('carry')).toEqual(['site.toml']);
    expect(statSync(join(target, 'site.toml')).mtimeMs).toBeGreaterThanOrEqual(before);
    expect(filesIn(target)).toEqual(CARRIED);
    execFileSync('sha256sum', ['--strict', '--status', '-c', 'SHA256SUMS'], { cwd: target });
  });

  it('broken off, it goes on: what it had written is known as ours, also when the site has changed since', async () => {
    expect((await copy({ stopAfter: 2 })).isComplete).toBe(false);
    expect(existsSync(join(target, 'SHA256SUMS'))).toBe(false);
    appendFileSync(join(root, 'site.toml'), '\n# changed\n');
    expect((await copy()).isComplete).toBe(true);
    expect(filesIn(target)).toEqual(CARRIED);
    expect(readFileSync(join(target, 'site.toml'), 'utf8')).toContain('# changed');
  });

  it('touches nothing that is not ours: beside it, in its place, or behind a link', async () => {
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'holiday.jpg'), 'theirs');
    await copy();
    writeFileSync(join(target, 'site.toml'), 'edited by the customer');
    appendFileSync(join(root, 'sources.toml'), 'new');
    const found = await refused(copy());
    expect([found?.code, found?.evidence]).toEqual(['handover.not-ours', [join(target, 'site.toml')]]);
    expect(existsSync(join(target, 'sources.toml'))).toBe(false);
    expect(readFileSync(join(target, 'holiday.jpg'), 'utf8')).toBe('theirs');

    rmSync(join(target, 'site.toml'));
    const elsewhere = join(home, 'elsewhere');
    mkdirSync(elsewhere);
    rmSync(join(target, 'reports'), { recursive: true });
    symlinkSync(elsewhere, join(target, 'reports'));
    expect((await refused(copy()))?.evidence).toEqual([join(target, 'reports')]);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('refuses names that a stick cannot hold', async () => {
    write('reports/r/CON.txt', 'x');
    expect((await refused(copy()))?.code).toBe('sites.archive-name');
  });
});
