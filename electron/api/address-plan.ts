import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';
import { SiteEditSchema } from './sites.ts';

/** What an address plan is to be made of. IPv4. */
export const AddressPlanOrderSchema = z.strictObject({
  /** The management network: `192.168.50.0/24`. */
  subnet: z.cidrv4(),
  /** Only these addresses of it are given out; the gateway may lie outside. Both or none. */
  rangeStart: z.ipv4().optional(),
  rangeEnd: z.ipv4().optional(),
  /** How many Proxmox nodes to hold addresses for; absent = those of the site. */
  nodes: z.int().min(1).max(64).optional(),
  /** Networks of the cluster links, in their order; absent = those of the site, where they do not overlap. */
  links: z.array(z.cidrv4()).max(8).default([]),
  /** What the site has already and that fits stays. */
  keep: z.boolean().default(true),
});
export type AddressPlanOrder = z.infer<typeof AddressPlanOrderSchema>;

export const AddressPlanRowSchema = z.strictObject({
  what: z.enum([
    'network',
    'gateway',
    'dns',
    'dhcp',
    'laptop',
    'node',
    'host',
    'machine',
    'link-network',
    'link',
    'spare',
    'other',
  ]),
  /** Who gets it: a host, a machine, the number of a link, a field that names it. */
  name: z.string(),
  /** Where it is written; absent for an address that is only held for a node to come. */
  field: z.string().optional(),
  before: z.string().optional(),
  after: z.string(),
  changed: z.boolean(),
});
export type AddressPlanRow = z.infer<typeof AddressPlanRowSchema>;

export const AddressPlanSchema = z.strictObject({
  rows: z.array(AddressPlanRowSchema),
  /** What brings site.toml to it, as one edit; none where it is so already. */
  edits: z.array(SiteEditSchema),
  diagnostics: z.array(DiagnosticSchema),
});
export type AddressPlan = z.infer<typeof AddressPlanSchema>;
