import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CleanRoot, openCleanRoot, ownFolder } from './support/clean-root.ts';
import { HOME, WINDOW } from './support/installed.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { until } from './support/until.ts';
import { sitesShown } from './support/window-shown.ts';

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

describe('the window of an installed package', () => {
  it('comes up for an ordinary user, sandboxed, and shows the sites that came with it', async () => {
    const window = root.start([WINDOW, '--disable-gpu'], { env: { DISPLAY: screen.display } });
    try {
      await sitesShown(screen, window);
      const commands = commandsOf(window.process.pid ?? 0);
      expect(commands.some((words) => words.includes('--no-sandbox'))).toBe(false);
      expect(commands.some((words) => words.includes('--type=zygote'))).toBe(true);
      expect(commands.some((words) => words.includes('--utility-sub-type=node.mojom.NodeService'))).toBe(true);
    } finally {
      mkdirSync('test-results/package', { recursive: true });
      writeFileSync('test-results/package/window.png', screen.look().asPng());
      await window.stop();
    }
  });

  it('opens the site whose file a desktop hands over', async () => {
    const folder = ownFolder(root, 'opened');
    const site = join(folder, 'north.site.toml');
    writeFileSync(root.path(site), readFileSync('examples/two-node/site.toml'));
    const window = root.start([WINDOW, '--disable-gpu', site], { env: { DISPLAY: screen.display } });
    const recent = root.path('/home/technician/.local/state/sitewright');
    try {
      // what was read is remembered
      await until(
        () => existsSync(recent) && spawnSync('grep', ['-rq', 'north.site.toml', recent]).status === 0,
        window.said,
      );
      await new Promise((resolve) => setTimeout(resolve, 1000));
      writeFileSync('test-results/package/opened.png', screen.look().asPng());
    } finally {
      await window.stop();
    }
  });

  it('is found by the desktop: menu, icon, kind of file', async () => {
    const desktop = readFileSync(root.path('/usr/share/applications/sitewright.desktop'), 'utf8');
    expect(desktop).toContain(`Exec=${WINDOW} %f`);
    expect(desktop).toContain('MimeType=application/x-sitewright-site;');
    const kinds = readFileSync(root.path('/usr/share/mime/packages/sitewright.xml'), 'utf8');
    expect(kinds).toContain('pattern="*.site.toml"');
    for (const size of [16, 48, 256])
      expect(existsSync(root.path(`/usr/share/icons/hicolor/${size}x${size}/apps/sitewright.png`))).toBe(true);
  });

  it('says what it is made of and under which licences', () => {
    const folder = root.path(`${HOME}/resources/licences`);
    const bom = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8')) as {
      readonly bomFormat: string;
      readonly components: readonly { readonly name: string; readonly purl: string }[];
    };
    expect(bom.bomFormat).toBe('CycloneDX');
    const names = bom.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['electron', 'node', 'react', 'zod', 'ssh2', 'openpgp', 'pdfkit']));
    // tools that only build or test it are not in it
    for (const absent of ['vitest', 'esbuild', 'electron-builder', 'typescript']) expect(names).not.toContain(absent);
    const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['react', 'ssh2', '@patternfly/react-core'])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });
});

/** The command lines of a process and of everything below it. */
function commandsOf(pid: number): readonly string[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readOr(`/proc/${name}/status`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (id: number): number[] => [id, ...(children.get(id) ?? []).flatMap(below)];
  return below(pid).map((id) => readOr(`/proc/${id}/cmdline`).replaceAll('\0', ' '));
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
