import { holdsContent } from './free-padding.ts';
import { BLOCK_BYTES, SYSTEM_AREA_BLOCKS } from './iso/sector.ts';
import { readGpt } from './partitions/gpt.ts';
import { type Partition, readPartitionTables } from './partitions/partition-tables.ts';
import type { PatchedImage } from './patched-image.ts';

const SECTOR = 512;

/**
 * Partition tables. An image that keeps its size keeps its system area and its backup GPT byte for byte. One that grew has
 * every table say so, and nothing else: entries with content unmoved, the last filler up to the new end, both GPT headers
 * with right CRCs, each naming the other, the backup in the last sector, both arrays equal, nothing out of range, and no
 * trace of the old backup.
 */
export function checkTables(image: PatchedImage, faults: string[]): void {
  const { base, patched, analysis } = image;
  const systemArea = SYSTEM_AREA_BLOCKS * BLOCK_BYTES;
  if (!image.grown) {
    const same = base.read(0, systemArea).equals(patched.read(0, systemArea));
    if (!same) faults.push('the system area differs');
    const { backupStartBytes: from, backupEndBytes: to } = analysis.tables.gpt ?? {};
    if (from !== undefined && to !== undefined && !base.read(from, to - from).equals(patched.read(from, to - from))) {
      faults.push('the backup GPT differs');
    }
    return;
  }
  const before = base.read(0, systemArea);
  const after = patched.read(0, systemArea);
  const allowed = [...mbrFields(image), ...gptFields(image), ...apmFields(image)];
  for (const [start, end] of allowed) after.copy(before, start, start, end);
  if (!before.equals(after)) faults.push('the system area differs in more than the end of the image');
  checkEntries(image, faults);
  checkGpt(image, faults);
}

type Field = readonly [start: number, end: number];

/** The last-ending entry of a table where it is but a filler: the one that may become longer. */
function filler(partitions: readonly Partition[]): Partition | undefined {
  const [last] = [...partitions].sort((a, b) => b.startBytes + b.sizeBytes - (a.startBytes + a.sizeBytes));
  return last && !holdsContent(last) ? last : undefined;
}

function mbrFields({ analysis }: PatchedImage): readonly Field[] {
  const entry = filler(analysis.tables.mbr?.partitions ?? []);
  const at = 446 + 16 * ((entry?.index ?? 1) - 1);
  return entry
    ? [
        [at + 5, at + 8],
        [at + 12, at + 16],
      ]
    : [];
}

function gptFields({ analysis: { tables } }: PatchedImage): readonly Field[] {
  if (!tables.gpt) return [];
  const fields: Field[] = [
    [SECTOR + 16, SECTOR + 20],
    [SECTOR + 32, SECTOR + 40],
    [SECTOR + 48, SECTOR + 56],
    [SECTOR + 88, SECTOR + 92],
  ];
  const entry = filler(tables.gpt.partitions);
  const at = tables.gpt.entryArrayBytes.start + tables.gpt.header.entryBytes * ((entry?.index ?? 1) - 1);
  return entry ? [...fields, [at + 40, at + 48]] : fields;
}

function apmFields({ analysis: { tables } }: PatchedImage): readonly Field[] {
  const entry = filler(tables.apm?.partitions ?? []);
  const at = (entry?.index ?? 1) * (tables.apm?.blockBytes ?? 0);
  return entry
    ? [
        [at + 12, at + 16],
        [at + 84, at + 88],
      ]
    : [];
}

/** Every old entry is there, unmoved; fillers reach the end as before, all within the image. */
function checkEntries({ analysis, patched, sizeBytes }: PatchedImage, faults: string[]): void {
  const now = readPartitionTables(patched);
  const [old, grown] = [analysis.tables.partitions, now.partitions];
  if (old.length !== grown.length) faults.push(`${grown.length} partitions instead of ${old.length}`);
  for (const [index, before] of old.entries()) {
    const after = grown[index];
    const what = `${before.table} partition ${before.index}`;
    const last = filler(old.filter(({ table }) => table === before.table)) === before;
    const sameKind = after?.type === before.type && after.name === before.name && after.table === before.table;
    if (!after || !sameKind || after.startBytes !== before.startBytes) {
      faults.push(`${what} moved`);
      continue;
    }
    if (!last && after.sizeBytes !== before.sizeBytes) faults.push(`${what} has another length`);
    if (after.startBytes + after.sizeBytes > Math.max(sizeBytes, before.startBytes + before.sizeBytes)) {
      faults.push(`${what} goes on behind the end`);
    }
    if (!last) continue;
    const reach = before.table === 'gpt' ? (now.gpt?.header.lastUsableLba ?? 0) * SECTOR : sizeBytes;
    const short = reach - (after.startBytes + after.sizeBytes);
    if (short >= BLOCK_BYTES) faults.push(`${what} ends ${short} bytes before the end`);
    if (before.table === 'mbr' && after.sizeBytes !== before.sizeBytes) {
      checkChs(patched.read(446 + 16 * (before.index - 1), 16), after, what, faults);
    }
  }
}

/** The CHS end of an MBR entry says "beyond", or a place on the last track that the sector number allows. */
function checkChs(entry: Buffer, { startBytes, sizeBytes }: Partition, what: string, faults: string[]): void {
  const [head = 0, low = 0, high = 0] = entry.subarray(5, 8);
  const beyond = head >= 0xfe && low === 0xff && high === 0xff;
  if (beyond) return;
  const lba = (startBytes + sizeBytes) / SECTOR - 1;
  const sector = low & 0x3f;
  const cylinder = ((low & 0xc0) << 2) | high;
  // Some whole geometry must give this address: lba = (cylinder * heads + head) * sectors + sector - 1.
  for (let sectors = Math.max(1, sector); sectors <= 63; sectors += 1) {
    for (let heads = head + 1; heads <= 255; heads += 1) {
      if ((cylinder * heads + head) * sectors + sector - 1 === lba && sector > 0) return;
    }
  }
  faults.push(`${what} has a CHS end that no geometry gives`);
}

function checkGpt({ analysis, patched, sizeBytes }: PatchedImage, faults: string[]): void {
  const old = analysis.tables.gpt;
  if (!old) return;
  // Reading checks the CRCs of both headers and of the primary array.
  const gpt = readGpt(patched);
  const { header, backup, entryArrayBytes } = gpt ?? {};
  const lastLba = sizeBytes / SECTOR - 1;
  if (!header || !backup || !entryArrayBytes) {
    faults.push('the GPT has no backup');
    return;
  }
  if (header.otherLba !== lastLba || backup.currentLba !== lastLba)
    faults.push('the backup GPT is not in the last sector');
  if (header.currentLba !== 1 || backup.otherLba !== 1) faults.push('the GPT headers do not name each other');
  const array = patched.read(entryArrayBytes.start, entryArrayBytes.length);
  const copy = patched.read(backup.arrayLba * SECTOR, entryArrayBytes.length);
  if (!array.equals(copy)) faults.push('the two GPT arrays differ');
  const same = (['diskGuid', 'entryCount', 'entryBytes', 'arrayCrc', 'firstUsableLba', 'lastUsableLba'] as const).every(
    (key) => header[key] === backup[key],
  );
  if (!same) faults.push('the two GPT headers differ');
  const arraySectors = Math.ceil(entryArrayBytes.length / SECTOR);
  if (backup.arrayLba < header.lastUsableLba + 1 || backup.arrayLba + arraySectors > lastLba) {
    faults.push('the backup GPT array overlaps');
  }
}
