import { SECTOR_BYTES } from '../medium/medium-bytes.ts';

/** Everything in a stand-in has this date: equal input, equal bytes. */
const DATE = { year: 2025, month: 11, day: 19, hour: 9 } as const;
const FILE_MODE = 0o100444;
const FOLDER_MODE = 0o040555;
const LINK_MODE = 0o120777;

export type IsoNode =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'folder'; readonly children: ReadonlyMap<string, IsoNode> }
  | { readonly kind: 'link'; readonly target: string };

export interface RecordPlace {
  readonly sector: number;
  readonly sizeBytes: number;
}

/** Both byte orders of a 32-bit number, as ECMA-119 7.3.3 wants it. */
export function both32(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
}

export function both16(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(value, 0);
  bytes.writeUInt16BE(value, 2);
  return bytes;
}

/** Seven bytes of a directory record's date (9.1.5). */
export function recordDate(): Buffer {
  return Buffer.from([DATE.year - 1900, DATE.month, DATE.day, DATE.hour, 0, 0, 0]);
}

/** Seventeen bytes of a volume's date (8.4.26.1): what the vendor's EFI loader searches for. */
export function volumeDate(): Buffer {
  const two = (value: number) => String(value).padStart(2, '0');
  return Buffer.from(`${DATE.year}${two(DATE.month)}${two(DATE.day)}${two(DATE.hour)}000000\0`, 'latin1').fill(
    0x30,
    14,
    16,
  );
}

/** 8.3 names in upper case, unique in their folder, by real name. */
export function plainNames(children: ReadonlyMap<string, IsoNode>): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    [...children].map(([name, node]) => {
      const clean = (text: string, length: number) =>
        text
          .toUpperCase()
          .replace(/[^A-Z0-9_]/g, '_')
          .slice(0, length);
      const dot = name.lastIndexOf('.');
      const isFolder = node.kind === 'folder';
      const [stem, extension] = dot > 0 && !isFolder ? [name.slice(0, dot), clean(name.slice(dot + 1), 3)] : [name, ''];
      const form = (base: string) => (isFolder ? base : `${base}.${extension};1`);
      let plain = form(clean(stem, 8));
      for (let number = 0; taken.has(plain); number += 1)
        plain = form(`${clean(stem, 8 - String(number).length)}${number}`);
      taken.add(plain);
      return [name, plain];
    }),
  );
}

/** ECMA-119 9.3: name and extension filled up with spaces. */
export function comparePlain(left: string, right: string): number {
  const key = (name: string) => {
    const [stem = '', extension = ''] = name.replace(/;1$/, '').split('.');
    return `${stem.padEnd(32)}${extension.padEnd(8)}`;
  };
  return key(left) < key(right) ? -1 : 1;
}

/** One directory record (9.1) with its Rock Ridge entries. */
export function directoryRecord(id: Buffer, place: RecordPlace, isFolder: boolean, systemUse: Buffer): Buffer {
  const start = 33 + id.length + (id.length % 2 === 0 ? 1 : 0);
  const bytes = Buffer.alloc(start + systemUse.length + (systemUse.length % 2));
  bytes[0] = bytes.length;
  both32(place.sector).copy(bytes, 2);
  both32(place.sizeBytes).copy(bytes, 10);
  recordDate().copy(bytes, 18);
  bytes[25] = isFolder ? 2 : 0;
  both16(1).copy(bytes, 28);
  bytes[32] = id.length;
  id.copy(bytes, 33);
  systemUse.copy(bytes, start);
  return bytes;
}

/** Rock Ridge of a node: PX, TF, and NM or SL where it has a name or points somewhere. */
export function rockRidge(node: IsoNode, name?: string): Buffer {
  const mode = node.kind === 'folder' ? FOLDER_MODE : node.kind === 'link' ? LINK_MODE : FILE_MODE;
  const px = Buffer.concat([
    entry('PX', 36),
    both32(mode),
    both32(node.kind === 'folder' ? 2 : 1),
    both32(0),
    both32(0),
  ]);
  const tf = Buffer.concat([entry('TF', 26), Buffer.from([0x0e]), recordDate(), recordDate(), recordDate()]);
  const parts = [px, tf];
  if (name !== undefined)
    parts.push(Buffer.concat([entry('NM', 5 + name.length), Buffer.from([0]), Buffer.from(name)]));
  if (node.kind === 'link') {
    const target = Buffer.from(node.target);
    parts.push(Buffer.concat([entry('SL', 7 + target.length), Buffer.from([0, 0, target.length]), target]));
  }
  return Buffer.concat(parts);
}

/** `SP` and the pointer to `ER`, which only the root's own `.` carries. */
export function rootAnnouncement(sector: number): Buffer {
  const sp = Buffer.concat([entry('SP', 7), Buffer.from([0xbe, 0xef, 0])]);
  const ce = Buffer.concat([entry('CE', 28), both32(sector), both32(0), both32(extensionArea().length)]);
  return Buffer.concat([sp, ce]);
}

/** The continuation area that says that Rock Ridge is in use. */
export function extensionArea(): Buffer {
  const id = 'RRIP_1991A';
  const what = 'THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS';
  const source =
    'PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE.  SEE PUBLISHER IDENTIFIER IN PRIMARY VOLUME DESCRIPTOR FOR CONTACT INFORMATION.';
  const lengths = Buffer.from([id.length, what.length, source.length, 1]);
  return Buffer.concat([
    entry('ER', 8 + id.length + what.length + source.length),
    lengths,
    Buffer.from(id + what + source),
  ]);
}

function entry(signature: string, length: number): Buffer {
  return Buffer.concat([Buffer.from(signature, 'latin1'), Buffer.from([length, 1])]);
}

/** Records in sectors: none crosses a border. */
export function packRecords(records: readonly Buffer[]): Buffer {
  const sectors: Buffer[] = [];
  let open: Buffer[] = [];
  let used = 0;
  const close = () => {
    sectors.push(Buffer.concat([...open, Buffer.alloc(SECTOR_BYTES - used)]));
    open = [];
    used = 0;
  };
  for (const record of records) {
    if (used + record.length > SECTOR_BYTES) close();
    open.push(record);
    used += record.length;
  }
  close();
  return Buffer.concat(sectors);
}
