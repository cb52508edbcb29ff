import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MADE_BY } from '../../../../../electron/engine/answers/made-by.ts';
import { userFolders } from '../../../../../electron/engine/app/ports.ts';
import { StickMemory, wasProven } from '../../../../../electron/engine/app/stick-memory.ts';
import { makeImages } from '../../../../../electron/engine/image/make-images.ts';
import { makeStandIn } from '../../../../support/iso/stand-in-iso.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

/** A complete image with this answer, and a memory of its own. */
async function written(answer: string) {
  const folder = temporaryFolder('memory');
  const base = join(folder, 'base.iso');
  makeStandIn('proxmox', base, { contentBytes: 60_000 });
  const acceptBase = createHash('sha256').update(readFileSync(base)).digest('hex');
  const outDir = join(folder, 'media');
  mkdirSync(outDir);
  writeFileSync(join(folder, 'site.toml'), '');
  const nodes = [{ node: 'pve1', answer }];
  const { images } = await makeImages({ basePath: base, outDir, siteId: 's', nodes, acceptBase, full: true });
  const env = { XDG_STATE_HOME: join(folder, 'state') };
  const memory = new StickMemory(userFolders({ env } as unknown as Parameters<typeof userFolders>[0]));
  const image = images[0]?.file ?? '';
  const ledgers = () =>
    [join(folder, 'state', 'sitewright', 'sticks.jsonl'), join(outDir, 'sticks.jsonl')]
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'utf8'));
  return { memory, image, ledgers };
}

const FACT = { medium: 'ABC123', isVerified: true };
const OURS = `${MADE_BY}\n\n[global]\nfqdn = "pve1.example"\n`;

it('what a stick was written with is kept without its secrets', async () => {
  const { memory, image, ledgers } = await written(`${OURS}root-password-hashed = "$6$geheim$x"\n`);
  await memory.remember(image, FACT);
  expect(ledgers()).toHaveLength(2);
  for (const text of ledgers()) {
    expect(text).toContain('root-password-hashed = \\"***\\"');
    expect(text).not.toContain('geheim');
  }
});

it.each([
  ['of another hand', '[global]\nfqdn = "pve1.example"\nroot-password = "geheim12"\n'],
  ['with a remark behind the password', `${OURS}root-password = "geheim12" # for now\n`],
  ['with a quoted key', `${OURS}"root-password" = "geheim12"\n`],
  ['with a dotted key', `${MADE_BY}\nglobal.fqdn = "pve1.example"\nglobal.root_password = "geheim12"\n`],
  ['with an inline table', `${MADE_BY}\nglobal = { fqdn = "pve1.example", root-password = "geheim12" }\n`],
  ['with a password of several lines', `${OURS}root-password = """\ngeheim12"""\n`],
])('nothing of an answer %s is kept, yet its stick is known again', async (_, answer) => {
  const { memory, image, ledgers } = await written(answer);
  await memory.remember(image, FACT);
  expect(ledgers()).toHaveLength(2);
  for (const text of ledgers()) expect(text).not.toContain('geheim');
  const digest = createHash('sha256').update(answer).digest('hex');
  expect((await memory.sticks(undefined)).get(digest)).toMatchObject({ medium: 'ABC123', node: 'pve1', answer: '' });
});

it('only a stick that can be told from every other is one that was proven before', () => {
  const base = 'b'.repeat(64);
  const identity = { kind: 'disk', serial: 'ABC123', sizeBytes: 16e9, sequence: '7', backingFile: null } as const;
  const facts = { device: '/dev/sdb', identity };
  const record = {
    contentSha256: 'a'.repeat(64),
    siteId: 's',
    siteName: 'S',
    node: 'pve1',
    baseSha256: base,
    medium: 'ABC123',
    writtenAt: '2026-11-21T09:00:00.000Z',
    verifiedAt: '2026-11-21T09:00:00.000Z',
    answer: '',
  };
  expect(wasProven(record, facts, base)).toBe(true);
  expect(wasProven(undefined, facts, base)).toBe(false);
  expect(wasProven({ ...record, medium: 'OTHER' }, facts, base)).toBe(false);
  expect(wasProven({ ...record, verifiedAt: undefined }, facts, base)).toBe(false);
  expect(wasProven(record, facts, 'c'.repeat(64))).toBe(false);
  const nameless = { device: '/dev/sdb', identity: { ...identity, serial: '' } };
  expect(wasProven({ ...record, medium: '/dev/sdb:16000000000' }, nameless, base)).toBe(false);
  const file = {
    device: '/i.img',
    identity: { ...identity, kind: 'file', serial: '', backingFile: '/i.img' },
  } as const;
  expect(wasProven({ ...record, medium: '/i.img' }, file, base)).toBe(true);
});

it('a stick stays good when the image it was written from cannot be read any more', async () => {
  const { memory, image, ledgers } = await written(OURS);
  truncateSync(image, 40 * 2048);
  await memory.remember(image, FACT);
  rmSync(image);
  await memory.remember(image, FACT);
  expect(ledgers()).toEqual([]);
});
