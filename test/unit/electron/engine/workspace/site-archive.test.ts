import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  directoryNode,
  fileNode,
  symlinkNode,
  type TarNode,
} from '../../../../../electron/engine/bundle/oci/build/tar-node.ts';
import { writeTar } from '../../../../../electron/engine/bundle/oci/build/write-tar.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import {
  ArchiveError,
  isArchivePath,
  packSiteArchive,
  readSiteArchive,
  type SiteArchive,
} from '../../../../../electron/engine/workspace/site-archive.ts';

const head = { app: '0.0.0', siteId: 'town', exportedAt: '2026-11-22T06:00:00.000Z', withSecrets: true };
const file = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
const FILES = [
  file('bundle/bundle.lock.toml', 'lock'),
  file('inventory/pve1.json', '{}'),
  file('secrets.age', 'sealed'),
  file('site.toml', 'id = "town"\n'),
  file('stacks/notes/.env.example', 'X=1'),
];
const plain = ({ files }: SiteArchive) => files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString('latin1')]);

async function tar(nodes: readonly TarNode[]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeTar(nodes, 0)) pieces.push(piece);
  return Buffer.concat(pieces);
}
/** A tar whose list agrees with its content, whatever that is. */
function forged(nodes: readonly TarNode[], change: object = {}): Promise<Uint8Array> {
  const files = nodes.map((node) => {
    const bytes = node.type === 'file' && 'bytes' in node.content ? node.content.bytes : Buffer.alloc(0);
    return { path: node.path, sizeBytes: bytes.length, sha256: sha256Of(bytes) };
  });
  const list = { format: 'sitewright-site', version: 1, ...head, files, ...change };
  return tar([fileNode('sitewright-site.json', JSON.stringify(list)), ...nodes]);
}
const SITE = fileNode('site.toml', 'id = "town"\n');
const raw = (path: string): TarNode => ({ ...fileNode('x', 'content'), path }) as TarNode;

describe('a site in one file', () => {
  it('comes back as it was packed, and is the same file for the same content', async () => {
    const one = await packSiteArchive({ head, files: FILES });
    const two = await packSiteArchive({ head, files: [...FILES].reverse() });
    expect(Buffer.compare(Buffer.from(one), Buffer.from(two))).toBe(0);
    const back = readSiteArchive(one);
    expect(back.head).toEqual(head);
    expect(plain(back)).toEqual(plain({ head, files: FILES }));
  });

  const REFUSED: readonly (readonly [string, () => Promise<Uint8Array>])[] = [
    ['leads out of the folder', () => forged([SITE, raw('inventory/../../evil')])],
    ['leads out at once', () => forged([SITE, raw('../site.toml')])],
    ['begins at the root', () => forged([SITE, raw('/etc/cron.d/evil')])],
    ['has a drive letter', () => forged([SITE, raw('C:/evil')])],
    ['has a back slash', () => forged([SITE, raw('inventory\\..\\evil')])],
    ['is a journal', () => forged([SITE, raw('runs/r1/journal.jsonl')])],
    ['is hidden', () => forged([SITE, raw('.git/hooks/post-checkout')])],
    ['is content of a bundle', () => forged([SITE, raw('bundle/images/x')])],
    ['is a lone file', () => forged([SITE, raw('THROW-AWAY-PASSPHRASE.txt')])],
    ['is a device of Windows', () => forged([SITE, raw('inventory/aux.json')])],
    ['is a symbolic link', () => forged([SITE, symlinkNode('inventory/pve1.json', '/etc/passwd')])],
    ['is a folder', () => forged([SITE, directoryNode('inventory/x')])],
    ['is there twice', () => forged([SITE, SITE])],
    ['is there twice for Windows', () => forged([SITE, raw('inventory/a.json'), raw('inventory/A.json')])],
    ['is a file and a folder', () => forged([SITE, raw('inventory/a'), raw('inventory/a/b')])],
  ];
  it.each(REFUSED)('refuses an entry that %s', async (_what, make) => {
    const bytes = await make();
    expect(() => readSiteArchive(bytes)).toThrow(ArchiveError);
  });

  it('refuses what differs from its list, lacks the plan, or is of another format', async () => {
    expect(() => readSiteArchive(Buffer.from('no tar'))).toThrow(ArchiveError);
    const other = { files: [{ path: 'site.toml', sizeBytes: 1, sha256: '0'.repeat(64) }] };
    for (const bytes of [
      await forged([SITE], other),
      await forged([raw('inventory/a.json')]),
      await forged([SITE], { format: 'another' }),
      await forged([SITE], { extra: 1 }),
      await tar([SITE]),
    ])
      expect(() => readSiteArchive(bytes)).toThrow(ArchiveError);
  });

  it('tells a newer format as what it is', async () => {
    const newer = await forged([SITE], { version: 2, more: true });
    expect(() => readSiteArchive(newer)).toThrow(expect.objectContaining({ version: 2 }) as Error);
  });

  it('refuses more entries than a site has, before their content is looked at', async () => {
    const many = Array.from({ length: 2100 }, (_, index) => raw(`inventory/n${index}.json`));
    const bytes = await tar([fileNode('sitewright-site.json', '{}'), ...many]);
    expect(() => readSiteArchive(bytes)).toThrow('more than 2001 entries');
  });

  it('with any bytes changed or cut is the same site or none at all', async () => {
    const whole = await packSiteArchive({ head, files: FILES });
    const wanted = plain(readSiteArchive(whole));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }),
        fc.option(fc.nat(whole.length), { nil: whole.length, freq: 3 }),
        (changes, length) => {
          const bytes = Buffer.from(whole.subarray(0, length));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          try {
            expect(plain(readSiteArchive(bytes))).toEqual(wanted);
          } catch (error) {
            if (!(error instanceof ArchiveError)) throw error;
          }
        },
      ),
      { numRuns: 800 },
    );
  });

  it('takes no bytes at all for granted', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        expect(() => readSiteArchive(bytes)).toThrow(ArchiveError);
      }),
      { numRuns: 200 },
    );
  });

  it('has room only for names that every laptop writes', () => {
    for (const path of ['site.toml', 'reports/20261122/report.pdf', 'stacks/a/b.conf'])
      expect(isArchivePath(path)).toBe(true);
    for (const path of [
      '',
      'site.toml/',
      'a//b',
      'inventory/ä.json',
      'inventory/x.',
      'inventory/..',
      `a/${'b'.repeat(300)}`,
    ])
      expect(isArchivePath(path), path).toBe(false);
  });
});
