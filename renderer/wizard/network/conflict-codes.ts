import type { DiagnosticCode } from '../../../electron/api/diagnostics/index.ts';

/** What says that addresses or ranges get into each other's way, wherever it is written. */
const CODES = [
  'site.network-host-bits',
  'site.address-outside',
  'site.address-reserved',
  'site.prefix-differs',
  'site.gateway-outside',
  'site.networks-overlap',
  'site.duplicate-address',
  'site.dhcp-range',
  'site.address-in-dhcp-range',
  'site.laptop-address',
  'site.link-shared',
  'site.link-missing',
  'site.link-undeclared',
  'site.bridge-network-overlap',
  'site.migration-nowhere',
  'site.network-gateway-twice',
  'site.network-management-address',
  'stack.network-overlap',
  'stack.network-near',
  'stack.docker-pool',
] as const satisfies readonly DiagnosticCode[];

export function isConflict({ code }: { readonly code: string }): boolean {
  return (CODES as readonly string[]).includes(code);
}
