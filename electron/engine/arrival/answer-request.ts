import { z } from 'zod';
import type { MachineIdentity } from '../../api/arrival.ts';
import { machineIdentity } from './machine-identity.ts';

const text = z.string().max(4096).optional().catch(undefined);

/**
 * What the installer sends when it asks for its answer: version 1.0, the same keys in 8.4, 9.1 and 9.2 (answer-schema 6).
 * Absent firmware files are left out. Keys that nobody knows yet are passed over.
 */
const AnswerRequestSchema = z.object({
  $schema: z.object({ version: z.string().regex(/^1\./) }),
  product: z.object({ fullname: text, product: text }),
  iso: z.object({ release: z.string().max(64), isorelease: text }),
  dmi: z
    .object({
      system: z.object({ serial: text, sku: text, uuid: text, name: text }).optional(),
      baseboard: z.object({ asset_tag: text, serial: text, name: text }).optional(),
      chassis: z.object({ serial: text, sku: text, asset_tag: text }).optional(),
    })
    .optional(),
  network_interfaces: z.array(z.object({ link: z.string().max(64), mac: z.string().max(64) })).max(512),
});

export interface AnswerRequest {
  readonly machine: MachineIdentity;
  /** Further serials the firmware names (chassis): a label may carry any of them. */
  readonly serials: readonly string[];
  readonly assetTags: readonly string[];
  /** `pve`, `pbs`, `pmg`. */
  readonly product: string;
  /** `9.2`. */
  readonly release: string;
}

/** Reads an answer request; undefined when it is none. MACs come out in lower case: 9.2 sends them in upper case. */
export function parseAnswerRequest(body: unknown): AnswerRequest | undefined {
  const parsed = AnswerRequestSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { product, iso, dmi, network_interfaces: nics } = parsed.data;
  const { system, baseboard, chassis } = dmi ?? {};
  return {
    machine: machineIdentity({
      product: system?.name ?? baseboard?.name,
      systemSerial: system?.serial,
      systemUuid: system?.uuid,
      boardSerial: baseboard?.serial,
      assetTag: chassis?.asset_tag ?? baseboard?.asset_tag,
      macs: nics.map(({ mac }) => mac),
    }),
    serials: present(system?.serial, baseboard?.serial, chassis?.serial),
    assetTags: present(chassis?.asset_tag, baseboard?.asset_tag),
    product: product.product ?? '',
    release: iso.release,
  };
}

function present(...values: readonly (string | undefined)[]): readonly string[] {
  return values.filter((value) => value !== undefined);
}
