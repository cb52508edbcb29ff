import { z } from 'zod';

/** The kinds of names and addresses that a site is written with. */

/** A DNS label: also the rule for a PVE node name. */
export const HostNameSchema = z.string().regex(/^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);

export const IpSchema = z.union([z.ipv4(), z.ipv6()]);
/** An address with its prefix length: 192.168.1.11/24. */
export const CidrSchema = z.union([z.cidrv4(), z.cidrv6()]);
export const MacSchema = z.string().regex(/^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$/);
export const SecretRefSchema = z.string().regex(/^secret:[a-z0-9][a-z0-9-]{0,63}$/);
/** PVE's own rule for ids of configuration objects (pve-configid): two characters or more. */
export const ConfigIdSchema = z.string().regex(/^[a-z][a-z0-9_-]{0,98}[a-z0-9]$/i);
export const VmIdSchema = z.int().min(100).max(999_999_999);
