import { gunzipSync } from 'node:zlib';
import { readTar, type TarEntry } from './tar-reader.ts';
import { unxz } from './unxz.ts';

export interface DebPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Alternatives of one dependency side by side, versions left out: [['docker-ce-cli'], ['iptables', 'nftables']]. */
  readonly depends: readonly (readonly string[])[];
  readonly provides: readonly string[];
  readonly control: ReadonlyMap<string, string>;
  readonly files: readonly TarEntry[];
}

/** Reads a real .deb: an ar archive with debian-binary, control.tar and data.tar (none, gzip or xz; zstd is refused). */
export function readDeb(bytes: Uint8Array): DebPackage {
  const members = readAr(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  if (members.get('debian-binary')?.toString('latin1').startsWith('2.') !== true)
    throw new Error('not a Debian format archive');
  const control = readTar(member(members, 'control.tar'));
  const text = control.find((entry) => entry.name.replace(/^\.\//, '') === 'control');
  if (!text) throw new Error('the control archive has no control file');
  const fields = new Map<string, string>();
  let last = '';
  for (const line of Buffer.from(text.data).toString('utf8').split('\n')) {
    if (/^[ \t]/.test(line) && last !== '') fields.set(last, `${fields.get(last)}\n${line}`);
    else {
      const colon = line.indexOf(':');
      if (colon <= 0) continue;
      last = line.slice(0, colon);
      fields.set(last, line.slice(colon + 1).trim());
    }
  }
  const need = (name: string) => {
    const value = fields.get(name);
    if (value === undefined) throw new Error(`the control file has no ${name} field`);
    return value;
  };
  const list = (name: string) =>
    (fields.get(name) ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  const bare = (entry: string) => entry.trim().replace(/[\s(:].*$/s, '');
  return {
    name: need('Package'),
    version: need('Version'),
    architecture: need('Architecture'),
    depends: [...list('Pre-Depends'), ...list('Depends')].map((entry) => entry.split('|').map(bare)),
    provides: list('Provides').map(bare),
    control: fields,
    files: readTar(member(members, 'data.tar')),
  };
}

function member(members: ReadonlyMap<string, Buffer>, base: string): Uint8Array {
  for (const [name, data] of members) {
    if (name === base) return data;
    if (name === `${base}.gz`) return gunzipSync(data);
    if (name === `${base}.xz`) return unxz(data);
    if (name.startsWith(`${base}.`))
      throw new Error(`archive '${name}' uses a compression that the rehearsal does not read`);
  }
  throw new Error(`the archive has no ${base}`);
}

function readAr(buffer: Buffer): ReadonlyMap<string, Buffer> {
  if (buffer.subarray(0, 8).toString('latin1') !== '!<arch>\n') throw new Error('not a Debian format archive');
  const members = new Map<string, Buffer>();
  let at = 8;
  while (at + 60 <= buffer.length) {
    const header = buffer.subarray(at, at + 60).toString('latin1');
    const size = Number.parseInt(header.slice(48, 58), 10);
    if (header.slice(58) !== '`\n' || Number.isNaN(size) || at + 60 + size > buffer.length)
      throw new Error('the archive is damaged');
    members.set(header.slice(0, 16).trim().replace(/\/$/, ''), buffer.subarray(at + 60, at + 60 + size));
    at += 60 + size + (size % 2);
  }
  return members;
}
