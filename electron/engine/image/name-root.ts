import type { Zone } from '../../api/drive.ts';
import { BLOCK_BYTES, writeBoth32 } from './iso/sector.ts';
import type { IsoTree } from './iso/walk-tree.ts';
import type { PatchCanvas } from './patch-canvas.ts';

/**
 * Lets everything that names a tree's root say where it is and how long: the root record of the volume descriptor, '..'
 * of its subdirectories and the first entry of every path table. libisofs' Joliet writes the subdirectory itself into
 * '..'; such a record does not name the root and stays.
 */
export function nameRoot(canvas: PatchCanvas, tree: IsoTree, block: number, sizeBytes: number): void {
  const { root, pathTables } = tree.volume;
  const write = (record: Buffer) => {
    writeBoth32(record, 2, block);
    writeBoth32(record, 10, sizeBytes);
  };
  write(canvas.view(tree.volume.block * BLOCK_BYTES + 156, 34));
  for (const directory of tree.directories.slice(1)) {
    const [self, parent] = directory.records;
    if (self && parent?.block === root.block) write(canvas.view(directory.block * BLOCK_BYTES + self.raw.length, 18));
  }
  if (block === root.block) return;
  for (const table of new Set([pathTables.l, pathTables.l2])) {
    if (table !== 0) canvas.view(table * BLOCK_BYTES + 2, 4).writeUInt32LE(block);
  }
  for (const table of new Set([pathTables.m, pathTables.m2])) {
    if (table !== 0) canvas.view(table * BLOCK_BYTES + 2, 4).writeUInt32BE(block);
  }
}

/** The fields {@link nameRoot} writes, in bytes. */
export function fieldsNamingRoot({ volume, directories }: IsoTree): readonly Zone[] {
  const tables = Object.values(volume.pathTables).filter((table) => table !== 0);
  return [
    { offset: volume.block * BLOCK_BYTES + 158, length: 16 },
    ...tables.map((table) => ({ offset: table * BLOCK_BYTES + 2, length: 4 })),
    ...directories
      .slice(1)
      .filter(({ records }) => records[1]?.block === volume.root.block)
      .map(({ block, records }) => ({ offset: block * BLOCK_BYTES + (records[0]?.raw.length ?? 0) + 2, length: 16 })),
  ];
}

/** The blocks {@link nameRoot} writes to. */
export function blocksNamingRoot(tree: IsoTree): readonly number[] {
  const { root, pathTables, block } = tree.volume;
  const parents = tree.directories.slice(1).filter(({ records }) => records[1]?.block === root.block);
  const tables = [pathTables.l, pathTables.l2, pathTables.m, pathTables.m2].filter((table) => table !== 0);
  return [block, ...parents.map((directory) => directory.block), ...tables];
}
