import { gzipSync } from 'node:zlib';
import { concatBytes, makeTar, type TarEntry } from './tar.ts';

/** What a stand-in package says about itself (deb-control(5)). */
export interface DebSpec {
  readonly name: string;
  readonly version: string;
  readonly architecture: 'amd64' | 'all';
  readonly section?: string;
  readonly depends?: readonly string[];
  readonly provides?: readonly string[];
  /** First line of the description. */
  readonly summary: string;
  readonly files?: readonly TarEntry[];
}

/** The control field by which a stand-in is told from the real package. */
export const STAND_IN_FIELD = 'X-Sitewright-Stand-In';

/**
 * A real .deb (deb(5): ar with debian-binary, control.tar.gz, data.tar.gz) that holds next to nothing. `dpkg-deb --info`
 * and `--contents` read it. Deterministic: times are 0 and gzip stores without compressing.
 */
export function makeDeb(spec: DebSpec): Uint8Array {
  const note = `Stand-in of ${spec.name} ${spec.version} made by Sitewright for a rehearsal.\nIt contains no program.\n`;
  const docs = `./usr/share/doc/${spec.name}`;
  const data = makeTar([
    { path: './' },
    { path: './usr/' },
    { path: './usr/share/' },
    { path: './usr/share/doc/' },
    { path: `${docs}/` },
    { path: `${docs}/STAND-IN`, data: utf8(note) },
    ...(spec.files ?? []),
  ]);
  const control = [
    `Package: ${spec.name}`,
    `Version: ${spec.version}`,
    `Architecture: ${spec.architecture}`,
    'Maintainer: Sitewright rehearsal <root@localhost>',
    'Installed-Size: 1',
    ...(spec.depends?.length ? [`Depends: ${spec.depends.join(', ')}`] : []),
    ...(spec.provides?.length ? [`Provides: ${spec.provides.join(', ')}`] : []),
    `Section: ${spec.section ?? 'admin'}`,
    'Priority: optional',
    `${STAND_IN_FIELD}: yes`,
    `Description: ${spec.summary} (rehearsal stand-in)`,
    ' Made by Sitewright for a rehearsal. It contains no program.',
    '',
  ].join('\n');
  return concatBytes([
    utf8('!<arch>\n'),
    ...arMember('debian-binary', utf8('2.0\n')),
    ...arMember('control.tar.gz', storedGzip(makeTar([{ path: './' }, { path: './control', data: utf8(control) }]))),
    ...arMember('data.tar.gz', storedGzip(data)),
  ]);
}

/** Debian's file name of a package; the epoch is left out, as apt does. */
export function debFileName(spec: Pick<DebSpec, 'name' | 'version' | 'architecture'>): string {
  return `${spec.name}_${spec.version.replace(/^\d+:/, '')}_${spec.architecture}.deb`;
}

function arMember(name: string, data: Uint8Array): readonly Uint8Array[] {
  const header =
    `${name}`.padEnd(16) +
    '0'.padEnd(12) +
    '0'.padEnd(6) +
    '0'.padEnd(6) +
    '100644'.padEnd(8) +
    `${data.length}`.padEnd(10);
  return [utf8(`${header}\`\n`), data, data.length % 2 === 0 ? new Uint8Array(0) : utf8('\n')];
}

/** Level 0 and a fixed OS byte: equal on every platform and zlib version. */
function storedGzip(data: Uint8Array): Uint8Array {
  const zipped = new Uint8Array(gzipSync(data, { level: 0 }));
  zipped[8] = 0;
  zipped[9] = 255;
  return zipped;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
