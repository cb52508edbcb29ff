import type { ByteSource } from '../byte-source.ts';
import { readApm } from './apm.ts';
import { type GptTable, readGpt } from './gpt.ts';
import { readMbr } from './mbr.ts';

/** One entry of any partition table, in bytes from the start of the image. */
export interface Partition {
  readonly table: 'mbr' | 'gpt' | 'apm';
  readonly index: number;
  /** MBR: hex type byte. GPT: type GUID. APM: type name. */
  readonly type: string;
  readonly name: string;
  readonly startBytes: number;
  readonly sizeBytes: number;
}

export interface PartitionTables {
  readonly mbr: { readonly partitions: readonly Partition[]; readonly protective: boolean } | undefined;
  readonly gpt: GptTable | undefined;
  readonly apm: { readonly partitions: readonly Partition[]; readonly blockBytes: number } | undefined;
  readonly partitions: readonly Partition[];
}

/** Reads the partition tables in the system area of an image; what is not there is undefined. */
export function readPartitionTables(source: ByteSource): PartitionTables {
  const mbr = readMbr(source);
  const gpt = readGpt(source);
  const apm = readApm(source);
  const partitions = [...(mbr?.partitions ?? []), ...(gpt?.partitions ?? []), ...(apm?.partitions ?? [])];
  return { mbr, gpt, apm, partitions };
}
