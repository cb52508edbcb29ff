import { fail } from '../../../api/diagnostic.ts';
import type { LockItem } from '../lock/lock.ts';
import type { RecipePackage } from '../oci/build/package-layer.ts';

/** A package that an item was made of, as its lock names it. */
export interface ItemPackage extends RecipePackage {
  readonly architecture: string;
  readonly licence: string;
}

/** What a lock keeps of the packages of an item: two lines each, so that none is longer than a lock takes. */
export function packageDetail(packages: readonly ItemPackage[]): NonNullable<LockItem['detail']> {
  return {
    packages: packages.map(
      ({ name, version, architecture, sha256, sizeBytes, url }) =>
        `${name} ${version} ${architecture} sha256:${sha256} ${sizeBytes} ${url}`,
    ),
    licences: packages.map(({ name, licence }) => `${name}: ${licence}`.slice(0, 4000)),
  };
}

/** The way back; none for an item that is made of none. Throws bundle.lock-broken. */
export function packagesOf({ name, detail }: LockItem): readonly ItemPackage[] {
  const lines = detail?.packages;
  if (lines === undefined) return [];
  const broken = () =>
    fail('bundle.lock-broken', { params: { file: 'bundle.lock.toml', what: `${name}: detail.packages` } });
  if (!Array.isArray(lines)) throw broken();
  const licences = new Map(
    (Array.isArray(detail?.licences) ? detail.licences : []).map((line: string): [string, string] => {
      const cut = line.indexOf(': ');
      return [line.slice(0, cut), line.slice(cut + 2)];
    }),
  );
  return lines.map((line: string) => {
    const [, each = '', version = '', architecture = '', sha256 = '', sizeBytes = '', url = ''] =
      /^(\S+) (\S+) (\S+) sha256:([0-9a-f]{64}) (\d+) (https?:\S+)$/.exec(line) ?? [];
    if (each === '') throw broken();
    const licence = licences.get(each) ?? 'not said';
    return { name: each, version, architecture, sha256, sizeBytes: Number(sizeBytes), url, licence };
  });
}

/** Package URL of a Debian package (type `deb`). `namespace`: who makes it. */
export function debPurl(
  { name, version, architecture }: Pick<ItemPackage, 'name' | 'version' | 'architecture'>,
  namespace = 'debian',
): string {
  return `pkg:deb/${namespace}/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}`;
}
