import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectImage } from '../../../../../../../electron/engine/image/inspect-image.ts';
import { makeImages } from '../../../../../../../electron/engine/image/make-images.ts';
import { readMedium } from '../../../../../../../electron/engine/rehearsal/install/medium/read-medium.ts';
import { writeStandInIso } from '../../../../../../../electron/engine/rehearsal/install/stand-in/stand-in-iso.ts';
import { makeScratch, removeScratch, run } from '../../../../../../support/iso/stand-in-iso.ts';

let folder = '';
let iso = '';
let sha256 = '';

beforeAll(() => {
  folder = makeScratch('rehearsal-stand-in');
  iso = join(folder, 'base.iso');
  sha256 = writeStandInIso(iso, { version: '9.1' }).sha256;
});
afterAll(() => removeScratch(folder));

describe('the stand-in of a rehearsal', () => {
  it('is read by xorriso with every name, the volume id and both boot images', () => {
    const names = run('xorriso', ['-indev', iso, '-find', '/'], true);
    for (const name of ['/.cd-info', '/auto-installer-capable', '/boot/grub/grub.cfg', '/pve-base.squashfs'])
      expect(names).toContain(`'${name}'`);
    const boot = run('xorriso', ['-indev', iso, '-report_el_torito', 'plain', '-pvd_info'], true);
    expect(boot).toMatch(/El Torito boot img :\s+1\s+BIOS/);
    expect(boot).toMatch(/El Torito boot img :\s+2\s+UEFI/);
    expect(boot).toMatch(/Volume Id\s*:\s*PVE/);
  });

  it('gives isoinfo the same bytes of a file and of a link target', () => {
    expect(run('isoinfo', ['-R', '-i', iso, '-x', '/.cd-info'])).toContain("RELEASE='9.1'");
    expect(run('isoinfo', ['-R', '-l', '-i', iso])).toMatch(/debian -> dists/);
  });

  it('has no fault that isovfy or sgdisk could name', () => {
    expect(run('isovfy', [iso], true)).toContain('No errors found');
    expect(run('sgdisk', ['-v', iso], true)).toContain('No problems found');
  });

  it('is the same file for the same version', () => {
    const again = writeStandInIso(join(folder, 'again.iso'), { version: '9.1' });
    expect(again.sha256).toBe(sha256);
    expect(writeStandInIso(join(folder, 'other.iso'), { version: '9.2' }).sha256).not.toBe(sha256);
  });

  it('is inspected as an installer of its version that can be patched in place', () => {
    const seen = inspectImage(iso);
    expect(seen).toMatchObject({ kind: 'iso', product: 'Proxmox VE', release: '9.1-1', autoInstallerCapable: true });
    expect(seen.diagnostics).toEqual([]);
  });

  it('carries an answer that the simulated machine reads with its own reader, from an overlay and from a full image', async () => {
    const answer = '[global]\n';
    const firstBoot = Buffer.from('#!/bin/sh\nexit 0\n');
    for (const full of [false, true]) {
      const made = await makeImages({
        basePath: iso,
        outDir: join(folder, full ? 'full' : 'overlays'),
        siteId: 'test',
        nodes: [{ node: 'pve1', answer, firstBoot }],
        acceptBase: sha256,
        full,
      });
      const path = made.images[0]?.file ?? '';
      for (const mode of ['bios', 'efi'] as const) {
        const medium = readMedium(full ? { imagePath: path } : { overlayPath: path, basePath: iso }, mode);
        if (medium.kind !== 'installer') throw new Error(medium.kind);
        expect(medium.modeFile).toContain('iso');
        expect(medium.answer()).toBe(answer);
        expect(medium.firstBoot()?.toString()).toBe(firstBoot.toString());
      }
    }
  });

  it('offers no automatic installation before an answer is in it', () => {
    const medium = readMedium({ imagePath: iso }, 'efi');
    expect(medium).toMatchObject({ kind: 'installer', version: '9.1', modeFile: undefined });
    expect(readFileSync(iso).length % (64 * 1024)).toBe(0);
  });
});
