import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../../api/diagnostic.ts';
import { fileSource } from '../../compress/range-source.ts';
import type { DebianRelease } from '../../debs/archive/known-archives.ts';
import { lockPackages } from '../../debs/archive/lock-packages.ts';
import type { LockedPackage } from '../../debs/archive/lock-types.ts';
import { nodeBases } from '../../debs/archive/node-bases.ts';
import { type PackageWish, packageTargets, sitePackages } from '../../debs/archive/site-packages.ts';
import { closureSlices } from '../../debs/closure.ts';
import { DebError } from '../../debs/deb-file.ts';
import { readIndexFile } from '../../debs/index-file.ts';
import { packageCopyright } from '../../debs/package-licence.ts';
import { repositoryIndexes } from '../../debs/repository.ts';
import { inSlices } from '../../debs/slices.ts';
import { writeFileAtomic } from '../../workspace/atomic-file.ts';
import { sha256Of } from '../../workspace/sha256.ts';
import { archiveFetch } from '../bundle-fetch.ts';
import type { LockItem, MadeFile } from '../lock/lock.ts';
import { UNREAD_LICENCE } from '../unread-licence.ts';
import { openCopyrightCache } from './copyright-cache.ts';
import { textOf } from './item-detail.ts';
import { debPurl } from './item-packages.ts';
import type { BundleKind, Need } from './kind.ts';

const KIND = 'deb';
const MOST_WHY_CHARS = 300;

/**
 * Debian packages: what is wanted by name, with everything that it needs, from archives whose signature is checked. A folder
 * holds the packages for one sort of host and is locked as a whole: its versions fit one another. Each is a repository for apt.
 */
export const debKind: BundleKind = {
  id: KIND,

  needs: ({ site, needsDocker, needsRegistry }) =>
    sitePackages(site, { needsDocker, needsRegistry }).flatMap((wish) => wish.wanted.map((each) => needOf(wish, each))),

  answers: (item, need) =>
    textOf(item, 'folder') === need.detail?.folder &&
    textOf(item, 'package') === need.detail?.package &&
    isForTheHosts(item, need),
  groupOfNeed: ({ detail }) => detail?.folder ?? '',
  groupOfItem: (item) => textOf(item, 'folder') ?? '',

  /** What was put there by hand lies in the folder without a release. */
  find(need, bundle) {
    const { folder = '', hosts = '', package: name = '' } = need.detail ?? {};
    for (const place of [folder, `debs/${hosts}`]) {
      const file = bundle.list(place).find((each) => each.startsWith(`${name}_`) && each.endsWith('.deb'));
      if (file !== undefined) return bundle.asset(`${place}/${file}`);
    }
    return undefined;
  },

  async lock(needs, context) {
    const { sources, assets, signal, onProgress } = context;
    const wishes = await Promise.all(
      wishesOf(needs).map(async (wish) => ({ wish, known: await nodeBases(wish, sources.nodeIsos, signal) })),
    );
    const { packages, archives, diagnostics } = await lockPackages({
      targets: wishes.flatMap(({ wish, known }) =>
        packageTargets(wish, { assets, roots: sources.archives }, known.bases),
      ),
      fetch: archiveFetch(context.http),
      cacheFolder: context.cacheFolder,
      now: context.now,
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
    });
    const onTopOf = new Map(wishes.map(({ wish, known }) => [wish.folder, known.isos.join(', ')]));
    const signed = new Map(archives.map(({ id, suite, releaseSha256 }) => [`${id} ${suite}`, releaseSha256]));
    const items = packages.map((each) => itemOf(each, signed, needs, onTopOf.get(each.folder)));
    return { items, diagnostics: [...wishes.flatMap(({ known }) => known.warnings), ...diagnostics] };
  },

  fetch: (item, file, context) =>
    context.fetch.download({
      url: item.source,
      target: join(context.folder, ...file.path.split('/')),
      sizeBytes: file.sizeBytes,
      digest: item.digest,
      onBytes: context.onBytes,
      ...(context.signal ? { signal: context.signal } : {}),
    }),

  /** Whether each folder can be installed from by itself. Where it is on top of an ISO, what that has is not known here. */
  async unmet(needs, items, folder) {
    const found: Diagnostic[] = [];
    for (const { folder: place, wanted } of wishesOf(needs)) {
      const own = items.filter((item) => textOf(item, 'folder') === place);
      if (own.some((item) => textOf(item, 'onTopOf') !== undefined)) continue;
      const path = `${place}/Packages`;
      const index = await readFile(join(folder, ...path.split('/'))).catch(() => undefined);
      if (!index) continue;
      const order = { wanted: wanted.map(({ name }) => name), available: readIndexFile(index, path), installed: [] };
      const { unsatisfied } = await inSlices(closureSlices({ ...order, architecture: 'amd64' }));
      found.push(...unsatisfied.map((each) => ({ ...each, subject: { file: path } })));
    }
    return found;
  },

  async licences(unread, all, folder, { cacheFolder, signal, onBytes }) {
    const found = new Map<string, string>();
    const shared = new Map<LockItem, string>();
    const cache = await openCopyrightCache(cacheFolder);
    for (const item of unread) {
      const { path } = item.files[0] ?? { path: '' };
      try {
        const kept = cache.known(item.digest);
        const copyright = kept ?? (await packageCopyright(fileSource(join(folder, ...path.split('/'))), signal));
        if (!kept) cache.remember(item.digest, copyright);
        if ('licence' in copyright) found.set(item.name, copyright.licence);
        else shared.set(item, copyright.sharedWith);
      } catch (error) {
        if (!(error instanceof DebError)) throw error;
        // it is the one that the archive signed: what our reader does not unpack, apt may
        const why = error.message.slice(0, MOST_WHY_CHARS);
        found.set(item.name, `Debian: /usr/share/doc/${textOf(item, 'package')}/copyright, not read (${why})`);
      }
      onBytes(item.sizeBytes);
    }
    await cache.save();
    for (const [item, other] of shared) {
      const name = `${textOf(item, 'folder')}/${other}`;
      const known = all.find((each) => each.kind === KIND && each.name === name)?.licence;
      const licence = found.get(name) ?? (known === UNREAD_LICENCE ? undefined : known);
      found.set(item.name, licence ?? `Debian: /usr/share/doc/${other}/copyright`);
    }
    return found;
  },

  async bind(items, folder) {
    const made: MadeFile[] = [];
    for (const group of [...new Set(items.map((item) => textOf(item, 'folder') ?? ''))].sort()) {
      const place = join(folder, ...group.split('/'));
      const debs = items
        .filter((item) => textOf(item, 'folder') === group)
        .flatMap(({ files }) => files)
        .map(({ path, sizeBytes, sha256 = '' }) => ({ file: path.slice(group.length + 1), sizeBytes, sha256 }));
      for (const [name, bytes] of repositoryIndexes(debs, ({ file }) => fileSource(join(place, file)), '.')) {
        await writeFileAtomic(join(place, name), bytes);
        made.push({ path: `${group}/${name}`, sizeBytes: bytes.length, sha256: sha256Of(bytes) });
      }
    }
    return made;
  },
};

type Wanted = PackageWish['wanted'][number];

function needOf(wish: PackageWish, { name, why, atLeast }: Wanted): Need {
  const { folder, hosts, release, nodes } = wish;
  return {
    kind: KIND,
    name: `${folder}/${name}`,
    why,
    detail: {
      ...{ folder, hosts, release, package: name },
      ...(atLeast === undefined ? {} : { atLeast }),
      ...(nodes ? { pveVersion: nodes.pveVersion, foundNodes: nodes.found.join(' ') } : {}),
    },
    shownAs: 'deb',
  };
}

/** Of their release, which not every folder says; on top of an ISO only where all hosts come from one of that version. */
function isForTheHosts(item: LockItem, { detail }: Need): boolean {
  const release = /[?&]distro=([a-z]+)$/.exec(textOf(item, 'purl') ?? '')?.[1];
  if (release !== undefined && release !== detail?.release) return false;
  if (textOf(item, 'onTopOf') === undefined) return true;
  const pveVersion = textOf(item, 'pveVersion') ?? detail?.pveVersion;
  return (detail?.foundNodes ?? '') === '' && pveVersion === detail?.pveVersion;
}

/** The way back: needs of one folder as one wish. */
function wishesOf(needs: readonly Need[]): readonly PackageWish[] {
  const wishes = new Map<string, PackageWish & { readonly wanted: Wanted[] }>();
  for (const { detail, why } of needs) {
    const { folder = '', hosts, release, package: name = '', atLeast, pveVersion, foundNodes = '' } = detail ?? {};
    const wish = wishes.get(folder) ?? {
      folder,
      hosts: hosts as PackageWish['hosts'],
      release: release as DebianRelease,
      wanted: [],
      ...(pveVersion === undefined
        ? {}
        : { nodes: { pveVersion, found: foundNodes.split(' ').filter((name) => name !== '') } }),
    };
    wish.wanted.push({ name, why, ...(atLeast === undefined ? {} : { atLeast }) });
    wishes.set(folder, wish);
  }
  return [...wishes.values()];
}

function itemOf(
  locked: LockedPackage,
  signed: ReadonlyMap<string, string>,
  needs: readonly Need[],
  onTopOf = '',
): LockItem {
  const { folder, name, version, architecture, archive, url, file, sizeBytes, sha256, neededBy, why } = locked;
  const { release = '', pveVersion = '' } = needs.find(({ detail }) => detail?.folder === folder)?.detail ?? {};
  const from = `${archive.id} ${archive.suite}`;
  return {
    kind: KIND,
    name: `${folder}/${name}`,
    version,
    source: url,
    digest: `sha256:${sha256}`,
    sizeBytes,
    licence: UNREAD_LICENCE,
    why,
    detail: {
      folder,
      package: name,
      architecture,
      archive: from,
      release: signed.get(from) ?? '',
      ...(neededBy === undefined ? {} : { neededBy }),
      // The ISOs whose packages the nodes have already; without them the folder is for a bare Debian.
      ...(onTopOf === '' ? {} : { onTopOf, pveVersion }),
      component: 'library',
      purl: `${debPurl(locked, archive.id.startsWith('debian') ? 'debian' : 'proxmox')}&distro=${release}`,
    },
    files: [{ path: `${folder}/${file}`, sizeBytes, sha256 }],
  };
}
