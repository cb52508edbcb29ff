import { cloudInitData } from '../model/cloud-init-data.ts';
import { readHostText } from '../model/host-text.ts';
import type { ApiCall } from './call.ts';
import { requireGuest } from './guest-create.ts';

/** `qm cloudinit dump`: the generated data, without cicustom parts. */
export function cloudInitDump(call: ApiCall, vmid: string, part: string): string {
  const config = requireGuest(call, vmid);
  const data = cloudInitData(config, readHostText(call.host, '/etc/resolv.conf') ?? '');
  if (part === 'user') return data.user;
  if (part === 'network') warnMissingSearch(call, config);
  if (part === 'network') return data.network;
  return `instance-id: ${data.instanceId}\n`;
}

/** Perl's complaint where neither the guest nor the node names a search domain. */
export function warnMissingSearch(call: ApiCall, config: Readonly<Record<string, string>>): void {
  if (config.searchdomain !== undefined || /^search\s+\S/m.test(readHostText(call.host, '/etc/resolv.conf') ?? ''))
    return;
  call.warn('Use of uninitialized value in split at /usr/share/perl5/PVE/QemuServer/Cloudinit.pm line 106.\n');
}
