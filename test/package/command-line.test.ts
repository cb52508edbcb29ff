import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CleanRoot, openCleanRoot, ownFolder } from './support/clean-root.ts';
import { flashRequest } from './support/flash-request.ts';
import { HOME, PROGRAM, VERSION } from './support/installed.ts';

let root: CleanRoot;
beforeAll(() => {
  root = openCleanRoot(inject('cleanRoot'));
});
afterAll(() => root?.close());

describe('the command line of an installed package', () => {
  it('is in the path and needs no Node.js', async () => {
    expect(await root.run(['sitewright', '--version'])).toMatchObject({ code: 0, out: `${VERSION}\n` });
    expect((await root.run(['sh', '-c', 'command -v node nodejs'])).code).not.toBe(0);
  });

  it('rehearses a whole site of its own examples, with its report, as an ordinary user without a network', async () => {
    const out = ownFolder(root, 'rehearsal');
    const site = `${HOME}/resources/examples/two-node/site.toml`;
    const done = await root.run(['sitewright', 'rehearse', site, '--out', out]);
    expect(done.code, done.out + done.err).toBe(0);
    expect(done.out.match(/✔ rehearsed/g)).toHaveLength(7);
    for (const name of ['report.html', 'report.pdf', 'report.json', 'report.md'])
      expect(statSync(root.path(join(out, name))).size, name).toBeGreaterThan(1000);
    expect((await root.run(['sitewright', 'report', 'verify', out])).code).toBe(0);
  });

  it('serves the page to a browser, with its policy', async () => {
    const ask = [
      'sitewright serve --port 18473 >/tmp/served 2>&1 & server=$!',
      'for try in $(seq 100); do grep -q 18473 /tmp/served && break; sleep 0.1; done',
      'exec 3<>/dev/tcp/127.0.0.1/18473',
      'printf "GET / HTTP/1.1\\r\\nHost: 127.0.0.1:18473\\r\\nConnection: close\\r\\n\\r\\n" >&3; cat <&3',
      'kill $server',
    ].join('\n');
    const { out } = await root.run(['bash', '-c', ask]);
    expect(out).toMatch(/^HTTP\/1\.1 200/);
    expect(out).toContain("script-src 'self'");
    expect(out).toContain('<div id="root">');
  });

  it('runs the flasher that lies beside it, and no other script', async () => {
    const folder = ownFolder(root, 'flashing');
    const seen = (name: string) => root.path(join(folder, name));
    const { request, image } = flashRequest(root, folder);
    const flasher = `${HOME}/resources/flasher/flasher.cjs`;
    const done = await root.run([PROGRAM, flasher], { stdin: `${request}\n` });
    expect(done.code, done.out + done.err).toBe(0);
    expect(readFileSync(seen('stick.img')).equals(image)).toBe(true);
    writeFileSync(seen('other.cjs'), 'console.log("ran")');
    const other = await root.run([PROGRAM, join(folder, 'other.cjs')]);
    expect(other.code).toBe(2);
    expect(other.out).not.toContain('ran');
  });
});
