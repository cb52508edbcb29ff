import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { installedPlace } from '../../../../electron/cli/installed-place.ts';
import { runFlasherOf } from '../../../../electron/cli/run-flasher-of.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

it('an executable beside the window’s archive is an installed one, and finds what came with it', () => {
  const resources = temporaryFolder('installed');
  mkdirSync(join(resources, 'program'));
  writeFileSync(join(resources, 'app.asar'), '');
  expect(installedPlace(join(resources, 'program', 'sitewright'))).toEqual({
    app: join(resources, 'program', 'sitewright-app'),
    resources,
    examples: join(resources, 'examples'),
    flasher: join(resources, 'flasher', 'flasher.cjs'),
    program: join(resources, 'program'),
  });
});

it('one on a stick is none', () => {
  const stick = temporaryFolder('installed-stick');
  mkdirSync(join(stick, 'sitewright-app'));
  expect(installedPlace(join(stick, 'sitewright'))).toBeUndefined();
});

it('no word but the flasher’s own path makes a flasher of it', () => {
  const before = [...process.argv];
  const place = { app: '/p/app', resources: '/', examples: '/p/examples', flasher: '/p/flasher.cjs', program: '/p' };
  process.argv = ['/p/sitewright', '/p/sitewright', '/p/../p/flasher.cjs'];
  expect(runFlasherOf(place)).toBe(false);
  process.argv = ['/p/sitewright', '/p/sitewright', 'flash', '/p/flasher.cjs'];
  expect(runFlasherOf(place)).toBe(false);
  expect(runFlasherOf(undefined)).toBe(false);
  process.argv = before;
});
