import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { renderFirstBootHook } from '../../../../../electron/engine/arrival/first-boot-hook.ts';
import { makeArrivalIdentity, readArrivalIdentity } from '../../../../../electron/engine/arrival/identity.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { fingerprint, makeEd25519 } from '../../../../../electron/engine/shell/ssh-keys.ts';
import { folderAssets } from '../../../../../electron/engine/stacks/asset-store.ts';
import { needTools } from '../../../../support/needed-tools.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { arrivalSite } from './support/arrival-site.ts';

const assets = folderAssets('.');
const TOKEN = 'hA1_-secret-token-of-the-node';
const HOST_KEY = makeEd25519('root@pve-node1', 'first-boot-hook');

beforeAll(() => needTools('dash', 'curl', 'wget', 'ssh-keygen'));

const site = (address = '127.0.0.1') => arrivalSite({ laptop: { address } });
const identity = readArrivalIdentity(makeArrivalIdentity(site()).pem);
const other = readArrivalIdentity(makeArrivalIdentity(site()).pem);

interface Received {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

async function receiver(
  answer: (times: number) => number | 'silence',
  shown = identity,
): Promise<{ url: string; received: Received[]; times: () => number; server: Server }> {
  const received: Received[] = [];
  let times = 0;
  const server = createServer({ cert: shown.certificatePem, key: shown.keyPem }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      times += 1;
      received.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) });
      const status = answer(times);
      if (status !== 'silence') response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/way_of-the-site/report`;
  return { url, received, times: () => times, server };
}

interface HookRun {
  readonly code: number | null;
  readonly said: string;
  readonly root: string;
}

/** Runs a hook as the node's service does: a minimal environment, no input, the ordering as only argument. */
async function run(
  values: Partial<Parameters<typeof renderFirstBootHook>[1]>,
  options: {
    ordering?: string;
    without?: 'curl' | 'both';
    root?: string;
    shell?: readonly string[];
    keys?: false;
  } = {},
): Promise<HookRun> {
  const root = options.root ?? temporaryFolder('hook');
  mkdirSync(join(root, 'etc/ssh'), { recursive: true });
  if (options.keys !== false) writeFileSync(join(root, 'etc/ssh/ssh_host_ed25519_key.pub'), `${HOST_KEY.publicLine}\n`);
  mkdirSync(join(root, 'temporary'), { recursive: true });
  let text = renderFirstBootHook(assets, {
    siteId: 'municipal',
    node: 'pve-node1',
    url: 'https://127.0.0.1:1/way/report',
    certificatePem: identity.certificatePem,
    token: new Secret(TOKEN),
    pausesSeconds: [0, 0, 0],
    root,
    ...values,
  });
  if (options.without) {
    const programs = join(root, 'programs');
    mkdirSync(programs);
    const left = options.without === 'curl' ? ['curl'] : ['curl', 'wget'];
    for (const folder of ['/usr/bin', '/usr/sbin', '/bin', '/sbin']) {
      for (const name of readdirSync(folder)) {
        if (left.includes(name)) continue;
        try {
          symlinkSync(join(folder, name), join(programs, name));
        } catch {
          // the same program in two folders
        }
      }
    }
    text = text.replace(/^PATH=.*$/m, `PATH=${programs}`);
  }
  const file = join(root, 'proxmox-first-boot');
  writeFileSync(file, text, { mode: 0o700 });
  const [shell = '/bin/dash', ...flags] = options.shell ?? [];
  const child = spawn(shell, [...flags, file, options.ordering ?? 'fully-up'], {
    env: { TMPDIR: join(root, 'temporary') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, said, root };
}

function part(received: Received | undefined, name: string): string {
  const parts = received?.body.parts as Record<string, string> | undefined;
  return Buffer.from(parts?.[name] ?? '', 'base64').toString();
}

describe('the first-boot hook on a running machine', () => {
  for (const without of [undefined, 'curl'] as const) {
    test(`reports the machine to the laptop ${without ? 'with wget where curl is missing' : 'with curl'}`, async () => {
      const { url, received } = await receiver(() => 200);
      const done = await run({ url }, without ? { without } : {});
      expect(done).toMatchObject({ code: 0, said: 'sitewright: reported to the laptop\n' });
      expect(received).toHaveLength(1);
      expect(received[0]).toMatchObject({
        path: '/way_of-the-site/report',
        body: { schema: 1, node: 'pve-node1', token: TOKEN, ordering: 'fully-up' },
      });
      expect(part(received[0], 'memory')).toContain('MemTotal:');
      expect(part(received[0], 'cpu')).toContain('processor');
      expect(part(received[0], 'keys')).toBe(`${HOST_KEY.publicLine}\n`);
      expect(JSON.parse(part(received[0], 'disks'))).toHaveProperty('blockdevices');
      expect(JSON.parse(part(received[0], 'interfaces'))).toBeInstanceOf(Array);
    }, 180_000);
  }

  test('tries again until the laptop takes it', async () => {
    const { url, times } = await receiver((count) => (count < 3 ? 503 : 200));
    const done = await run({ url });
    expect(done.code).toBe(0);
    expect(done.said).toMatch(/again in 0 s[\s\S]*again in 0 s[\s\S]*reported to the laptop\n$/);
    expect(times()).toBe(3);
  }, 180_000);

  test('ends with 0 where nobody listens, having tried as often as it was told', async () => {
    const done = await run({});
    expect(done.code).toBe(0);
    expect(done.said.match(/again in/g)).toHaveLength(3);
    expect(done.said).toMatch(/it will look by SSH\n$/);
  }, 180_000);

  test('whenever it says that it tries again, it does', async () => {
    const { url, times } = await receiver(() => 503);
    const done = await run({ url, pausesSeconds: [0, 0] });
    expect(done.said.match(/again in/g)).toHaveLength(2);
    expect(times()).toBe(3);
  }, 180_000);

  test.each([
    ['dash', ['/bin/dash']],
    ['bash as sh', ['/bin/bash', '--posix']],
    ['the shell of busybox', ['/bin/busybox', 'sh']],
    ['a shell that ends at every error', ['/bin/dash', '-e']],
  ])(
    'runs alike in %s',
    async (_what, shell) => {
      needTools(shell[0]?.split('/').at(-1) ?? '');
      const { url, received } = await receiver((count) => (count < 2 ? 503 : 200));
      const done = await run({ url }, { shell });
      expect(done.code).toBe(0);
      expect(done.said).toMatch(/^sitewright: the laptop has not taken the report; again in 0 s\n/m);
      expect(done.said).toMatch(/reported to the laptop\n$/);
      expect(JSON.parse(part(received[1], 'disks'))).toHaveProperty('blockdevices');
      expect(readFileSync(join(done.root, 'etc/issue.d/90-sitewright.issue'), 'utf8')).toContain(
        fingerprint(HOST_KEY.publicLine),
      );
    },
    180_000,
  );

  test('its screen text may be read by all, like that of the system', async () => {
    const { root } = await run({ pausesSeconds: [0] });
    const mode = (path: string) => (statSync(join(root, path)).mode & 0o777).toString(8);
    expect([mode('etc/issue.d'), mode('etc/issue.d/90-sitewright.issue')]).toEqual(['755', '644']);
  }, 180_000);

  test('does not promise keys where there are none', async () => {
    const done = await run({ pausesSeconds: [0] }, { keys: false });
    expect(done.code).toBe(0);
    expect(done.said).toContain('could not be shown on the screen');
    expect(readdirSync(join(done.root, 'etc/issue.d'))).toEqual([]);
  }, 180_000);

  test('stops trying when its time is over', async () => {
    const done = await run({ pausesSeconds: [0, 0, 600], patienceSeconds: 500 });
    expect(done.code).toBe(0);
    expect(done.said.match(/again in/g)).toHaveLength(2);
  }, 180_000);

  for (const without of [undefined, 'curl'] as const) {
    test(`says nothing to a laptop with another certificate, by ${without ? 'wget' : 'curl'}`, async () => {
      const { url, received } = await receiver(() => 200, other);
      const done = await run({ url, pausesSeconds: [0] }, without ? { without } : {});
      expect(done.code).toBe(0);
      expect(done.said).toMatch(/it will look by SSH\n$/);
      expect(received).toEqual([]);
    }, 180_000);
  }

  test('a laptop at another address than the certificate names gets nothing', async () => {
    const elsewhere = readArrivalIdentity(makeArrivalIdentity(site('10.9.8.7')).pem);
    const { url, received } = await receiver(() => 200, elsewhere);
    const done = await run({ url, certificatePem: elsewhere.certificatePem, pausesSeconds: [0] });
    expect(done.code).toBe(0);
    expect(received).toEqual([]);
  }, 180_000);

  test('ends with 0 where neither curl nor wget is there', async () => {
    const done = await run({}, { without: 'both' });
    expect(done).toMatchObject({ code: 0, said: expect.stringContaining('neither curl nor wget is here') });
  }, 180_000);

  test('ends with 0 where the laptop takes the report and never answers', async () => {
    const { url, times } = await receiver(() => 'silence');
    const done = await run({ url, pausesSeconds: [0], patienceSeconds: 0, attemptSeconds: 1 });
    expect(done.code).toBe(0);
    expect(times()).toBe(1);
  }, 180_000);

  test('shows the fingerprints above the login prompt, the same at a second run, also when nobody listens', async () => {
    const first = await run({ pausesSeconds: [0] });
    const file = join(first.root, 'etc/issue.d/90-sitewright.issue');
    const text = readFileSync(file, 'utf8');
    expect(text).toBe(
      `SSH keys of this node, as installed. Compare them with what Sitewright shows:\n  ED25519 ${fingerprint(HOST_KEY.publicLine)}\n\n`,
    );
    await run({ pausesSeconds: [0] }, { root: first.root });
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readdirSync(join(first.root, 'etc/issue.d'))).toEqual(['90-sitewright.issue']);
  }, 180_000);

  test('what it lays down is drawn by the program that draws login screens', async () => {
    needTools('agetty', 'script');
    const { root } = await run({ pausesSeconds: [0] });
    const screen = execFileSync(
      'script',
      ['-qec', `/sbin/agetty --show-issue -f ${join(root, 'etc/issue.d')}`, '/dev/null'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    ).toString();
    expect(screen.replaceAll('\r', '')).toContain(`\n  ED25519 ${fingerprint(HOST_KEY.publicLine)}\n`);
  }, 180_000);

  test('before the network it shows the fingerprints and holds nothing up', async () => {
    const { url, received } = await receiver(() => 200);
    const done = await run({ url }, { ordering: 'before-network' });
    expect(done).toMatchObject({ code: 0, said: 'sitewright: too early for a report\n' });
    expect(readdirSync(join(done.root, 'etc/issue.d'))).toEqual(['90-sitewright.issue']);
    expect(received).toEqual([]);
  }, 180_000);

  test('ends with 0 where its own screen text cannot be written', async () => {
    const root = temporaryFolder('hook');
    mkdirSync(join(root, 'etc'), { recursive: true });
    writeFileSync(join(root, 'etc/issue.d'), 'a file in the way');
    const done = await run({ pausesSeconds: [0] }, { root });
    expect(done.code).toBe(0);
    expect(done.said).toContain('could not be shown on the screen');
  }, 180_000);

  test('leaves no file with the token or the secret path behind', async () => {
    const { url } = await receiver(() => 200);
    const { root } = await run({ url });
    expect(readdirSync(join(root, 'temporary'))).toEqual([]);
  }, 180_000);
});

describe('the text of the hook', () => {
  const options = {
    siteId: 'municipal',
    node: 'pve-node1',
    url: 'https://192.168.1.50:8443/way/report',
    certificatePem: identity.certificatePem,
    token: new Secret(TOKEN),
  };

  test('is the same bytes for the same values and far below the limit of the installer', () => {
    const text = renderFirstBootHook(assets, options);
    expect(renderFirstBootHook(assets, options)).toBe(text);
    expect(Buffer.byteLength(text)).toBeLessThan(16 * 1024);
    expect(text.startsWith('#!/bin/sh\n')).toBe(true);
  });

  test('passes on neither the token nor the address on a command line', () => {
    const text = renderFirstBootHook(assets, options);
    const lines = text.split('\n').filter((line) => /\b(curl|wget)\b.*\$(url|token)/.test(line));
    expect(lines).toEqual([]);
  });

  test.each([
    ['a URL that is none', { url: 'https://192.168.1.50/$(reboot)' }],
    ['an address without TLS', { url: 'http://192.168.1.50/' }],
    ['a node name with a quote', { node: "pve'1" }],
    ['a token with a space', { token: new Secret('a b') }],
    ['a certificate that is none', { certificatePem: 'nothing' }],
    ['a pause that is no number', { pausesSeconds: [Number.NaN] }],
  ])('is not made with %s', (_what, wrong) => {
    expect(() => renderFirstBootHook(assets, { ...options, ...wrong })).toThrow(RangeError);
  });
});
