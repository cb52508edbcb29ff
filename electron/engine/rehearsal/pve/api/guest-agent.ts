import type { SimHost } from '../../kernel/program.ts';
import { die } from '../cli/api-error.ts';
import { agentEnabled } from '../model/guest-runtime.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { requireGuest } from './guest-create.ts';

/** The guest's system where its agent answers; otherwise the vendor's refusal (3 s). */
async function agentHost(call: ApiCall, vmid: string): Promise<SimHost> {
  const config = requireGuest(call, vmid);
  if (!call.node.guests[vmid]) die(`VM ${vmid} is not running`);
  if (!agentEnabled(config)) die('No QEMU guest agent configured');
  const name = call.node.guests[vmid]?.bootedHost;
  const host = name === undefined ? undefined : call.world.hosts.get(name);
  if (!host?.powered || host.units.get('qemu-guest-agent')?.active !== 'active') {
    await call.sleep(3);
    die('QEMU guest agent is not running');
  }
  return host;
}

export async function agentPing(call: ApiCall, vmid: string): Promise<void> {
  await agentHost(call, vmid);
}

/** Results of the agent's reading commands. */
export async function agentCommand(call: ApiCall, vmid: string, command: string): Promise<unknown> {
  const host = await agentHost(call, vmid);
  switch (command) {
    case 'network-get-interfaces':
      return [
        {
          'hardware-address': '00:00:00:00:00:00',
          'ip-addresses': [{ 'ip-address': '127.0.0.1', 'ip-address-type': 'ipv4', prefix: 8 }],
          name: 'lo',
        },
        ...[...host.addresses].map(([name, list]) => ({
          'hardware-address': host.hardware.nics.find((nic) => nic.name === name)?.mac.toLowerCase() ?? '',
          'ip-addresses': list.map((cidr) => ({
            'ip-address': cidr.split('/')[0],
            'ip-address-type': cidr.includes(':') ? 'ipv6' : 'ipv4',
            prefix: Number(cidr.split('/')[1] ?? '24'),
          })),
          name,
        })),
      ];
    case 'get-host-name':
      return { 'host-name': host.name };
    case 'get-osinfo':
      return { id: 'debian', name: 'Debian GNU/Linux', 'version-id': host.osVersion };
    default:
      return {};
  }
}

/** `qm guest exec VM -- command`: runs it in the guest's system. */
export async function execInGuest(call: ApiCall, values: Values, command: readonly string[]): Promise<unknown> {
  const host = await agentHost(call, values.vmid ?? '');
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const code = await call.world.run(host, command, {
    stdout: (chunk) => out.push(chunk),
    stderr: (chunk) => err.push(chunk),
  });
  const text = (chunks: readonly Uint8Array[]) => Buffer.concat(chunks).toString('utf8');
  return {
    exitcode: code,
    exited: 1,
    ...(err.length > 0 ? { 'err-data': text(err) } : {}),
    ...(out.length > 0 ? { 'out-data': text(out) } : {}),
  };
}
