import { z } from 'zod';
import { CidrSchema, IpSchema } from './site-names.ts';

/** What Linux takes as the name of an interface, VLAN names (`bond0.20`) included. */
const InterfaceNameSchema = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/);
const mtu = z.int().min(1280).max(65_520).optional();
const addressed = { address: CidrSchema.optional(), gateway: IpSchema.optional(), mtu } as const;

/**
 * Interfaces of a node beyond what its installer made, in Proxmox's own words. What is not named here is left as it is; the bridge
 * that carries the management address may be given other ports (a bond, a VLAN), never another address.
 */
export const HostNetworkSchema = z
  .strictObject({
    bonds: z
      .array(
        z
          .strictObject({
            name: z.string().regex(/^bond\d{1,4}$/),
            ports: z.array(InterfaceNameSchema).min(1).max(8),
            mode: z.enum([
              'active-backup',
              '802.3ad',
              'balance-rr',
              'balance-xor',
              'balance-tlb',
              'balance-alb',
              'broadcast',
            ]),
            /** Only for active-backup. */
            primary: InterfaceNameSchema.optional(),
            /** Only for 802.3ad and balance-xor. */
            hashPolicy: z.enum(['layer2', 'layer2+3', 'layer3+4']).optional(),
            ...addressed,
          })
          .readonly(),
      )
      .default([]),
    vlans: z
      .array(
        z
          .strictObject({
            /** The interface that carries the tag. */
            device: InterfaceNameSchema,
            tag: z.int().min(1).max(4094),
            ...addressed,
          })
          .readonly(),
      )
      .default([]),
    bridges: z
      .array(
        z
          .strictObject({
            name: z.string().regex(/^vmbr\d{1,4}$/),
            ports: z.array(InterfaceNameSchema).max(8).default([]),
            vlanAware: z.boolean().default(false),
            ...addressed,
          })
          .readonly(),
      )
      .default([]),
  })
  .readonly();
export type HostNetwork = z.infer<typeof HostNetworkSchema>;
