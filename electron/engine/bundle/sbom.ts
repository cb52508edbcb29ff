import { spdxForm } from '../debs/spdx.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { textOf } from './kinds/item-detail.ts';
import { debPurl, packagesOf } from './kinds/item-packages.ts';
import { LOCK_FILE } from './layout.ts';
import type { Lock, LockItem } from './lock/lock.ts';
import { lockText } from './lock/lock-text.ts';

/**
 * A bill of materials over everything in a bundle: CycloneDX 1.6, JSON (ECMA-424). One component an item, with its digests, its
 * licence and what needs it. Deterministic: the same lock gives the same bytes, so no time stands in it and its serial number
 * is made of the lock.
 */
export function sbomText(lock: Lock, appVersion: string): string {
  const items = lockText({ schemaVersion: lock.schemaVersion, site: lock.site, items: lock.items, made: [] });
  const components = [...lock.items]
    .sort((a, b) => (refOf(a) < refOf(b) ? -1 : 1))
    .map((item) => ({
      'bom-ref': refOf(item),
      type: typeOf(item),
      name: textOf(item, 'package') ?? item.name,
      ...(item.version === undefined ? {} : { version: item.version }),
      hashes: hashesOf(item),
      licenses: licensesOf(item.licence),
      ...(textOf(item, 'purl') === undefined ? {} : { purl: textOf(item, 'purl') }),
      ...(/^https?:/.test(item.source) ? { externalReferences: [{ type: 'distribution', url: item.source }] } : {}),
      properties: [
        { name: 'sitewright:kind', value: item.kind },
        ...[...item.why].sort().map((value) => ({ name: 'sitewright:why', value })),
        ...item.files
          .map(({ path }) => path)
          .sort()
          .map((value) => ({ name: 'sitewright:path', value })),
      ],
      ...withinOf(item),
    }));
  const root = `bundle:${lock.site}`;
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(sha256Of(items))}`,
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'sitewright', version: appVersion }] },
      component: { 'bom-ref': root, type: 'application', name: `bundle of ${lock.site}`, description: LOCK_FILE },
    },
    components,
    dependencies: [{ ref: root, dependsOn: components.map((component) => component['bom-ref']) }],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function refOf({ kind, name }: LockItem): string {
  return `${kind}:${name}`;
}

/** What an item is made of, as components inside of it. */
function withinOf(item: LockItem): { readonly components?: readonly unknown[] } {
  const components = packagesOf(item).map(({ name, version, architecture, sha256, url, licence }) => ({
    'bom-ref': `${refOf(item)}#${name}`,
    type: 'library',
    name,
    version,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    licenses: licensesOf(licence),
    purl: debPurl({ name, version, architecture }),
    externalReferences: [{ type: 'distribution', url }],
  }));
  return components.length === 0 ? {} : { components };
}

/** CycloneDX takes SPDX's identifiers and expressions as such, and any other name one by one. */
function licensesOf(licence: string): readonly unknown[] {
  const form = spdxForm(licence);
  if (form === 'identifier') return [{ license: { id: licence } }];
  if (form === 'expression') return [{ expression: licence }];
  return licence
    .replace(/^Debian: /, '')
    .split('; ')
    .map((name) => ({ license: { name } }));
}

/** Kinds say it themselves; what does not is data. */
function typeOf(item: LockItem): string {
  return textOf(item, 'component') ?? 'file';
}

function hashesOf({ digest, files }: LockItem): readonly { readonly alg: string; readonly content: string }[] {
  const [algorithm = '', content = ''] = digest.split(':');
  const own = { alg: algorithm === 'sha512' ? 'SHA-512' : 'SHA-256', content };
  const only = files.length === 1 ? files[0]?.sha256 : undefined;
  return only !== undefined && only !== content ? [{ alg: 'SHA-256', content: only }, own] : [own];
}

/** Version 8 (RFC 9562): made by whoever makes it, here of a digest. */
function uuidOf(hex: string): string {
  const variant = (8 + (Number.parseInt(hex[16] ?? '0', 16) % 4)).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
