// Getting an Electron runtime is a step of its own: it is asked for, reported, and its absence is never an error.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { at } from './tree.mjs';

/** The official runtime (downloaded on first use by the electron package), or why there is none: `{path?, why}`. */
export async function findElectron() {
  const override = process.env.SITEWRIGHT_ELECTRON;
  if (override)
    return existsSync(override)
      ? { path: override, why: '' }
      : { why: `SITEWRIGHT_ELECTRON names ${override}, which does not exist` };
  const official = officialPath();
  if (official) return { path: official, why: '' };
  if (!existsSync(at('node_modules/electron/install.js'))) return { why: 'the electron package is not installed' };
  process.stderr.write('Fetching the Electron runtime (once) ...\n');
  const fetched = spawnSync(process.execPath, [at('node_modules/electron/install.js')], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  const after = officialPath();
  if (after) return { path: after, why: '' };
  const reason =
    (fetched.stderr ?? '')
      .trim()
      .split('\n')
      .find((line) => /error|Error|ENOTFOUND|ECONN|fetch/.test(line)) ?? `exit code ${fetched.status}`;
  return { why: `its download failed (${reason.trim().slice(0, 160)})` };
}

function officialPath() {
  const pathFile = at('node_modules/electron/path.txt');
  if (!existsSync(pathFile)) return undefined;
  const path = at('node_modules/electron/dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(path) ? path : undefined;
}
