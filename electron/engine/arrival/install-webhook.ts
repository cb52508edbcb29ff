import { z } from 'zod';
import type { NodeReport } from '../../api/arrival.ts';
import { machineIdentity } from './machine-identity.ts';
import { publicKeys } from './public-keys.ts';

const text = z.string().max(4096).optional().catch(undefined);
const udev = z.record(z.string().max(256), z.string().max(4096)).optional().catch(undefined);

/**
 * What the installer posts after a good installation: version 1.1 (8.4) and 1.2 (9.1, 9.2), in kebab-case. Facts that are not
 * true or not known are left out; since 9.2.5 an unreadable one is "unknown", 0 or empty (answer-schema 5).
 */
const WebhookSchema = z.object({
  $schema: z.object({ version: z.string().regex(/^1\./) }),
  product: z.object({ fullname: text, short: text, version: text }),
  'boot-info': z
    .object({ mode: z.enum(['bios', 'efi']).optional().catch(undefined), secureboot: z.boolean().optional() })
    .optional(),
  'cpu-info': z
    .object({
      cores: z.number().nonnegative().optional().catch(undefined),
      flags: z.string().max(16_384).optional().catch(undefined),
      hvm: z.boolean().optional().catch(undefined),
    })
    .optional(),
  dmi: z
    .object({
      system: z.object({ serial: text, uuid: text, name: text }).optional(),
      baseboard: z.object({ asset_tag: text, 'asset-tag': text, serial: text, name: text }).optional(),
      chassis: z.object({ serial: text, asset_tag: text, 'asset-tag': text }).optional(),
    })
    .optional()
    .catch(undefined),
  filesystem: text,
  fqdn: text,
  disks: z
    .array(
      z.object({
        'is-bootdisk': z.boolean().optional(),
        'udev-properties': udev,
      }),
    )
    .max(256),
  'network-interfaces': z
    .array(
      z.object({
        name: text,
        mac: z.string().max(64),
        address: text,
        'is-management': z.boolean().optional(),
        'is-pinned': z.boolean().optional(),
        'udev-properties': udev,
      }),
    )
    .max(256),
  'ssh-public-host-keys': z.object({ ecdsa: text, ed25519: text, rsa: text }),
  'reboot-mode': text,
  /** 9.2, where the answer said one. */
  token: text,
});

export interface InstallWebhook {
  readonly report: NodeReport;
  /** The host keys as on the wire. */
  readonly hostKeys: readonly Uint8Array[];
  readonly fqdn: string | undefined;
  readonly token: string | undefined;
}

/** Reads an installation webhook received at `at`; undefined when it is none. */
export function parseInstallWebhook(body: unknown, at: string): InstallWebhook | undefined {
  const parsed = WebhookSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const told = parsed.data;
  const cpu = told['cpu-info'];
  const { system, baseboard, chassis } = told.dmi ?? {};
  const nics = told['network-interfaces'];
  const keys = publicKeys(Object.values(told['ssh-public-host-keys']).join('\n'));
  const virtualisation = cpu?.hvm ?? (cpu?.flags === undefined ? undefined : /\b(vmx|svm)\b/.test(cpu.flags));
  const report: NodeReport = {
    source: 'webhook',
    at,
    ...defined('pveVersion', known(told.product.version)?.slice(0, 64)),
    ...defined('bootMode', told['boot-info']?.mode),
    ...defined('secureBoot', told['boot-info'] && (told['boot-info'].secureboot ?? false)),
    ...defined('cores', cpu?.cores ? Math.round(cpu.cores) : undefined),
    ...defined('virtualisation', virtualisation),
    ...defined('filesystem', known(told.filesystem)?.slice(0, 64)),
    machine: machineIdentity({
      product: system?.name ?? baseboard?.name,
      systemSerial: system?.serial,
      systemUuid: system?.uuid,
      boardSerial: baseboard?.serial,
      assetTag: chassis?.['asset-tag'] ?? chassis?.asset_tag ?? baseboard?.['asset-tag'] ?? baseboard?.asset_tag,
      macs: nics.map(({ mac }) => mac),
    }),
    disks: told.disks.map((disk) => {
      const properties = disk['udev-properties'] ?? {};
      return {
        name: (properties.DEVNAME ?? '').replace(/^\/dev\//, '').slice(0, 64),
        ...defined('model', properties.ID_MODEL?.slice(0, 256)),
        ...defined('serial', (properties.ID_SERIAL_SHORT ?? properties.ID_SERIAL)?.slice(0, 256)),
        isBootDisk: disk['is-bootdisk'] ?? false,
      };
    }),
    nics: nics
      .map((nic) => ({
        ...defined('name', (nic.name ?? nic['udev-properties']?.INTERFACE)?.slice(0, 64)),
        mac: nic.mac.toLowerCase(),
        ...defined('address', nic.address?.slice(0, 64)),
        isManagement: nic['is-management'] ?? false,
        isPinned: nic['is-pinned'] ?? false,
      }))
      .filter(({ mac }) => /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac)),
    hostKeys: keys.map(({ fingerprint }) => fingerprint),
  };
  return { report, hostKeys: keys.map(({ blob }) => blob), fqdn: known(told.fqdn), token: told.token };
}

function known(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value === 'unknown' ? undefined : value;
}

function defined<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}
