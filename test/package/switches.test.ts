import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CleanRoot, openCleanRoot, ownFolder } from './support/clean-root.ts';
import { readFuses } from './support/fuses.ts';
import { HOME, WINDOW } from './support/installed.ts';
import { openScreen, type Screen } from './support/screen.ts';

let root: CleanRoot;
let screen: Screen;
beforeAll(async () => {
  root = openCleanRoot(inject('cleanRoot'));
  screen = await openScreen();
});
afterAll(() => {
  screen?.close();
  root?.close();
});

describe('the switches in Electron’s binary, from outside', () => {
  it('are set, each that this Electron has', () => {
    const fuses = readFuses(root.path(WINDOW));
    expect(fuses).toEqual({
      runAsNode: 'off',
      cookieEncryption: 'on',
      nodeOptions: 'off',
      nodeCliInspect: 'off',
      asarIntegrity: 'on',
      onlyLoadAppFromAsar: 'on',
      browserSnapshot: 'off',
      // the eighth came with Electron 29
      ...('fileProtocolPrivileges' in fuses ? { fileProtocolPrivileges: 'off' } : {}),
    });
  });

  it('ELECTRON_RUN_AS_NODE makes no Node of it', async () => {
    const proof = '/tmp/ran-as-node';
    const script = `require("fs").writeFileSync("${proof}", "")`;
    await outcomeOf([WINDOW, '-e', script], { ELECTRON_RUN_AS_NODE: '1' });
    expect(existsSync(root.path(proof))).toBe(false);
  });

  it('NODE_OPTIONS brings nothing in', async () => {
    const folder = ownFolder(root, 'options');
    writeFileSync(root.path(join(folder, 'first.cjs')), `require("fs").writeFileSync("${folder}/ran", "")`);
    await outcomeOf([WINDOW], { NODE_OPTIONS: `--require=${folder}/first.cjs` });
    expect(existsSync(root.path(join(folder, 'ran')))).toBe(false);
  });

  it('--inspect opens no port', async () => {
    const said = await outcomeOf([WINDOW, '--inspect=127.0.0.1:19229', '--inspect-brk=127.0.0.1:19230'], {});
    expect(said).not.toContain('Debugger listening');
    expect(said).toContain('ports: none');
  });

  it('nothing but the archive is loaded: neither a folder beside it nor one on the command line', async () => {
    const folder = ownFolder(root, 'other-app');
    const beside = root.path(`${HOME}/resources/app`);
    for (const place of [root.path(folder), beside]) {
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'package.json'), '{"name":"other","main":"main.js"}');
      writeFileSync(join(place, 'main.js'), `require("fs").writeFileSync("${folder}/ran", "")`);
    }
    try {
      await outcomeOf([WINDOW, folder], {});
      expect(existsSync(root.path(join(folder, 'ran')))).toBe(false);
    } finally {
      rmSync(beside, { recursive: true, force: true });
    }
  });
});

/** Given to a window that must not do something. */
const LIVED_S = 4;

/** Starts it inside for some seconds; gives what it said, and which ports of debuggers were open then. */
async function outcomeOf(words: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const script = [
    '"$@" --disable-gpu & window=$!',
    `sleep ${LIVED_S}`,
    // 19229 and 19230, as the kernel writes them
    'if grep -qiE ":(4B1D|4B1E) " /proc/net/tcp /proc/net/tcp6; then echo "ports: open"; else echo "ports: none"; fi',
    'kill $window && echo "it lived"; wait $window',
  ].join('\n');
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const done = await root.run(['bash', '-c', script, 'bash', 'env', ...variables, ...words], {
    env: { DISPLAY: screen.display },
  });
  const said = done.out + done.err;
  // what never came up proves nothing
  expect(said).toContain('it lived');
  return said;
}
