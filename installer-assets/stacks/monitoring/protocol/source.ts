import { z } from 'zod';

/** What samples are taken of, named as Proxmox names it in `/cluster/resources`. */
export const SOURCE_KINDS = ['node', 'qemu', 'lxc', 'storage'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** `node/pve-node1`, `qemu/100`, `lxc/101`, `storage/pve-node1/local-zfs`. */
export const SourceSchema = z
  .string()
  .max(200)
  .regex(
    /^(?:node\/[A-Za-z0-9][A-Za-z0-9.-]{0,62}|(?:qemu|lxc)\/[1-9]\d{0,8}|storage\/[A-Za-z0-9][A-Za-z0-9.-]{0,62}\/[A-Za-z][A-Za-z0-9._-]{0,99})$/,
  );

export const GuestSourceSchema = SourceSchema.regex(/^(?:qemu|lxc)\//);

/** The kind of a source that SourceSchema took. */
export function sourceKind(source: string): SourceKind {
  const kind = SOURCE_KINDS.find((candidate) => source.startsWith(`${candidate}/`));
  if (!kind) throw new RangeError(`${source} is no source`);
  return kind;
}
