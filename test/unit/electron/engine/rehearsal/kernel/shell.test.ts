import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needTools } from '../../../../../support/needed-tools.ts';
import { debianWorld, sh } from '../../../../../support/simulated-site.ts';
import { SHELL_SCRIPTS } from './shell-scripts.ts';

const world = debianWorld();
beforeAll(() => needTools('dash'));
afterAll(() => world.close());

describe('the shell of a simulated host', () => {
  it.each(SHELL_SCRIPTS.map((script) => [script]))('answers as dash does: %s', async (script) => {
    const folder = mkdtempSync(join(tmpdir(), 'shell-'));
    try {
      const real = spawnSync('/bin/dash', ['-c', script.replaceAll('@W', folder)], {
        argv0: 'sh',
        cwd: folder,
        env: { PATH: process.env.PATH ?? '', HOME: '/root', LC_ALL: 'C', PWD: folder },
        input: 'first line\nsecond  line \nthird\n',
        encoding: 'utf8',
      });
      await sh(world, 'rm -rf /work1; mkdir /work1');
      const simulated = await sh(
        world,
        `cd /work1; ${''}\n${script.replaceAll('@W', '/work1')}`.replace('cd /work1; \n', 'cd /work1; '),
        { stdin: 'first line\nsecond  line \nthird\n' },
      );
      const clean = (text: string) => text.replaceAll(folder, '@W').replaceAll('/work1', '@W');
      expect({ code: simulated.code, out: clean(simulated.stdout), err: clean(simulated.stderr) }).toEqual({
        code: real.status,
        out: clean(real.stdout),
        err: clean(real.stderr),
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
