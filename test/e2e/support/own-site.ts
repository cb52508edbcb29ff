import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { makeStandIn } from '../../support/iso/stand-in-iso.ts';
import { APP_FOLDER, type TestHome } from './home.ts';

export interface OwnSite {
  readonly folder: string;
  readonly file: string;
  readonly media: string;
}

/** A site of one's own, made from an example as a person does, with the example's throw-away vault. English page. */
export async function makeOwnSite(page: Page, home: TestHome, example: string, name: string): Promise<OwnSite> {
  await page.locator('.sw-brand').click();
  const row = page
    .locator('.sw-example-list > li')
    .filter({ has: page.getByRole('button', { name: `Open ${example}`, exact: true }) });
  await row.getByRole('button', { name: 'New site from this' }).click();
  await row.getByRole('textbox', { name: 'Name of the new site' }).fill(name);
  await row.getByRole('button', { name: 'Make the folder' }).click();
  await expect(page.getByRole('textbox', { name: 'Site id' })).toHaveValue(name);
  const folder = join(home.folder, 'sites', name);
  for (const file of ['secrets.age', 'THROW-AWAY-PASSPHRASE.txt'])
    await copyFile(join(APP_FOLDER, 'examples', example, file), join(folder, file));
  return { folder, file: join(folder, 'site.toml'), media: join(folder, 'media') };
}

export interface BaseImage {
  readonly path: string;
  readonly sha256: string;
}

/** A stand-in for the vendor's ISO, made with the tools he makes his with; about 3 MB and `contentBytes`. */
export async function makeBaseImage(home: TestHome, release = '9.1', contentBytes?: number): Promise<BaseImage> {
  const path = join(home.folder, contentBytes === undefined ? 'base.iso' : 'large.iso');
  const cdInfo = `ISONAME='proxmox-ve'\nRELEASE='${release}'\nISORELEASE='1'\nPRODUCT='pve'\nPRODUCTLONG='Proxmox VE'\n`;
  makeStandIn('proxmox', path, {
    extra: { '.cd-info': cdInfo },
    ...(contentBytes === undefined ? {} : { contentBytes }),
  });
  return {
    path,
    sha256: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  };
}

/** Runs a command just as the page shows it, in a real shell; the program is the built one. */
export async function runShown(command: string, home: TestHome): Promise<string> {
  const script = `sitewright() { "$NODE" "$PROGRAM" "$@"; }\n${command}`;
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', script], {
    cwd: home.folder,
    env: { ...home.env, NODE: process.execPath, PROGRAM: join(APP_FOLDER, 'dist/cli/sitewright.cjs') },
  });
  return stdout;
}
