import { z } from 'zod';
import { RaidSchema } from './raid.ts';
import { ConfigIdSchema, HostNameSchema, SecretRefSchema } from './site-names.ts';

/**
 * Storages of the cluster, as Proxmox knows them. A storage has one id for all its nodes; which nodes those are is said by `disks`
 * (what must exist on a node of its own) or by `nodes` (absent = all).
 */

const CONTENT_TYPES = ['images', 'rootdir', 'vztmpl', 'iso', 'backup', 'snippets', 'import'] as const;
const content = z.array(z.enum(CONTENT_TYPES)).min(1);
const nodes = z.array(HostNameSchema).min(1).optional();
/** In the place of a serial that is still to be read from its disk's label: templates of new sites have it, no plan takes it. */
export const UNSAID_SERIAL = '?';
const serial = z.string().min(1);
/** Disk of a node by its serial. */
const disk = z.record(HostNameSchema, serial);
/** Disks of a node by their serials: one, or a list. */
const disks = z.record(HostNameSchema, z.union([serial, z.array(serial).min(1)]));
/**
 * Serials of disks that may be wiped although something is on them. Without it a disk that is not blank stops the step, and its
 * serial has to be typed.
 */
const allowWipe = z.array(serial).default([]);
const absolutePath = z.string().regex(/^\/[^\0]*$/);
/** A name or address that a node can reach. */
const server = z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/);

export const StorageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('zfspool'),
    id: ConfigIdSchema,
    pool: z.string().regex(/^[a-z][a-z0-9_.-]*$/i),
    content: z.array(z.enum(['images', 'rootdir'])).default(['images', 'rootdir']),
    /** Data disks by host name. The pool is created on them when it is absent and they are blank. */
    disks,
    /** How the disks of each node stand for each other. */
    raid: RaidSchema.default('single'),
    allowWipe,
    ashift: z.int().min(9).max(16).default(12),
  }),
  z.strictObject({
    type: z.literal('lvmthin'),
    id: ConfigIdSchema,
    vg: z.string().regex(/^[A-Za-z0-9+_.][A-Za-z0-9+_.-]*$/),
    thinpool: z.string().regex(/^[A-Za-z0-9+_.][A-Za-z0-9+_.-]*$/),
    content: z.array(z.enum(['images', 'rootdir'])).default(['images', 'rootdir']),
    /** Where the volume group and its thin pool are made by us; a node that is not named has them already. */
    disks: disk.default({}),
    allowWipe,
    nodes,
  }),
  z.strictObject({ type: z.literal('dir'), id: ConfigIdSchema, path: absolutePath, content, nodes }),
  z.strictObject({
    type: z.literal('nfs'),
    id: ConfigIdSchema,
    server,
    export: absolutePath,
    /** Mount options: `vers=4.2`. */
    options: z.string().max(256).optional(),
    content,
    nodes,
  }),
  z.strictObject({
    type: z.literal('cifs'),
    id: ConfigIdSchema,
    server,
    share: z.string().min(1).max(256),
    username: z.string().max(256).optional(),
    password: SecretRefSchema.optional(),
    domain: z.string().max(256).optional(),
    content,
    nodes,
  }),
  z.strictObject({
    type: z.literal('pbs'),
    id: ConfigIdSchema,
    server,
    datastore: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/),
    /** `user@realm` or `user@realm!token`. */
    username: z.string().min(3).max(256),
    password: SecretRefSchema,
    /** SHA-256 of the server's certificate; absent = a certificate that the node trusts. */
    fingerprint: z
      .string()
      .regex(/^([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}$/)
      .optional(),
    namespace: z.string().max(256).optional(),
    /** Proxmox keeps nothing else there. */
    content: z.tuple([z.literal('backup')]).default(['backup']),
    nodes,
  }),
]);
export type SiteStorage = z.infer<typeof StorageSchema>;

/** The serials that a storage names on a node, in the order of the site file; none where it is not made on disks. */
export function diskSerials(storage: SiteStorage, host: string): readonly string[] {
  if (!('disks' in storage) || !Object.hasOwn(storage.disks, host)) return [];
  const named = storage.disks[host];
  return named === undefined ? [] : typeof named === 'string' ? [named] : named;
}

/** Every disk that a storage names, with the place in it that names the disk: `disks.pve1`, `disks.pve1[0]`. */
export function namedDisks(
  storage: SiteStorage,
): readonly { readonly host: string; readonly serial: string; readonly field: string }[] {
  if (!('disks' in storage)) return [];
  return Object.entries(storage.disks).flatMap(([host, named]) =>
    typeof named === 'string'
      ? [{ host, serial: named, field: `disks.${host}` }]
      : named.map((serial, slot) => ({ host, serial, field: `disks.${host}[${slot}]` })),
  );
}
