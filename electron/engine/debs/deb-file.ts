import { decompress, decompressInSlices } from '../compress/decompress.ts';
import type { RangeSource } from '../compress/range-source.ts';
import { readTar, type TarEntry } from '../compress/read-tar.ts';
import { readStanza, type Stanza } from './control.ts';

/** A package file is not one, or is damaged. */
export class DebError extends Error {
  override readonly name = 'DebError';
}

interface Member {
  readonly name: string;
  /** Seconds since 1970, as the archive says. */
  readonly time: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

const HEADER_BYTES = 60;
/** Debian's largest control archive (with its list of digests) has 3 MB. */
const LARGEST_CONTROL_BYTES = 32 * 1024 ** 2;
const LARGEST_DATA_BYTES = 1024 ** 3;
const LARGEST_CONTROL_FILE_CHARS = 1024 ** 2;

/** The control file of a package, and when it was built. Reads nothing of its content. Throws DebError. */
export function readDebControl(source: RangeSource): { readonly control: Stanza; readonly builtAt: Date } {
  const members = membersOf(source);
  const time = members[0]?.time ?? 0;
  const archive = entriesOf(unpackMember(source, members, 'control.tar', LARGEST_CONTROL_BYTES), 'control.tar');
  const file = archive.find((entry) => entry.name.replace(/^\.\//, '') === 'control');
  if (!file) throw new DebError('the control archive has no control file');
  const text = Buffer.from(file.data).toString('utf8');
  try {
    return { control: readStanza(text, { valueChars: LARGEST_CONTROL_FILE_CHARS }), builtAt: new Date(time * 1000) };
  } catch (error) {
    throw new DebError(`control: ${messageOf(error)}`);
  }
}

/** The files that a package brings. Throws DebError. */
export function readDebFiles(source: RangeSource): readonly TarEntry[] {
  return entriesOf(unpackMember(source, membersOf(source), 'data.tar', LARGEST_DATA_BYTES), 'data.tar');
}

/**
 * The unpacked tar of what a package brings, for who needs owners, hard links and modes too. In slices: a large one takes
 * seconds. Throws DebError.
 */
export async function readDebDataTarInSlices(source: RangeSource, signal?: AbortSignal): Promise<Uint8Array> {
  const { name, packed } = packedMember(source, membersOf(source), 'data.tar', LARGEST_DATA_BYTES);
  try {
    return await decompressInSlices(packed, LARGEST_DATA_BYTES, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw new DebError(`${name}: ${messageOf(error)}`);
  }
}

/** deb(5): an ar archive, `debian-binary` first, then `control.tar.*` and `data.tar.*`. */
function membersOf(source: RangeSource): readonly Member[] {
  const ascii = (offset: number, length: number) => Buffer.from(source.read(offset, length)).toString('latin1');
  if (ascii(0, 8) !== '!<arch>\n') throw new DebError('not a Debian format archive');
  const members: Member[] = [];
  let at = 8;
  while (at + HEADER_BYTES <= source.sizeBytes && members.length < 16) {
    const header = ascii(at, HEADER_BYTES);
    const size = header.slice(48, 58).trim();
    const offset = at + HEADER_BYTES;
    if (header.slice(58) !== '`\n' || !/^\d+$/.test(size) || offset + Number(size) > source.sizeBytes)
      throw new DebError('the archive is damaged');
    const time = Number(header.slice(16, 28).trim());
    members.push({
      name: header.slice(0, 16).trim().replace(/\/$/, ''),
      time: Number.isSafeInteger(time) ? time : 0,
      offset,
      sizeBytes: Number(size),
    });
    at = offset + Number(size) + (Number(size) % 2);
  }
  const [first] = members;
  if (at < source.sizeBytes || !members.some(({ name }) => name.startsWith('data.tar')))
    throw new DebError('the archive ends early');
  if (first?.name !== 'debian-binary' || !ascii(first.offset, Math.min(first.sizeBytes, 2)).startsWith('2.'))
    throw new DebError('not a Debian format archive');
  return members;
}

function unpackMember(source: RangeSource, members: readonly Member[], base: string, maxBytes: number): Uint8Array {
  const { name, packed } = packedMember(source, members, base, maxBytes);
  try {
    return decompress(packed, maxBytes);
  } catch (error) {
    throw new DebError(`${name}: ${messageOf(error)}`);
  }
}

function packedMember(source: RangeSource, members: readonly Member[], base: string, maxBytes: number) {
  const member = members.find(({ name }) => name === base || name.startsWith(`${base}.`));
  if (!member) throw new DebError(`the archive has no ${base}`);
  if (member.sizeBytes > maxBytes) throw new DebError(`${member.name} is too large`);
  return { name: member.name, packed: source.read(member.offset, member.sizeBytes) };
}

function entriesOf(tar: Uint8Array, name: string): readonly TarEntry[] {
  try {
    return readTar(tar);
  } catch (error) {
    throw new DebError(`${name}: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
