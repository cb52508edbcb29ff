import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { Machine, Site } from '../../api/site.ts';
import { coordinator, machineGateway, ownershipTag } from '../site/derive.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { attribute, block, type HclItem, hclText } from './hcl.ts';

const MARK = '# Written by Sitewright';

/**
 * The manual's `main.tf`: every machine of the site for the bpg/proxmox provider, from the same model as the steps. Holds
 * no secret: the API token is a sensitive variable. Formatted as `terraform fmt` leaves it.
 */
export function terraformText(site: Site): string {
  const endpoint = `https://${host(coordinator(site).address)}:8006/`;
  return hclText([
    { comment: `Written by Sitewright from the site ${JSON.stringify(site.id)}. Change site.toml and export again.` },
    { comment: 'The token is not in here: export TF_VAR_proxmox_api_token="terraform@pve!NAME=SECRET"' },
    { comment: 'For machines that Sitewright already made, import them first:' },
    ...site.machines.map((machine) => ({
      comment: `  terraform import ${address(machine)} ${machine.node}/${machine.id}`,
    })),
    block(
      'terraform',
      [],
      [
        attribute('required_version', '>= 1.5.0'),
        block(
          'required_providers',
          [],
          [attribute('proxmox', { object: { source: 'bpg/proxmox', version: '>= 0.66.0' } })],
        ),
      ],
    ),
    block(
      'variable',
      ['proxmox_endpoint'],
      [
        attribute('description', 'Address of the Proxmox API'),
        attribute('type', { raw: 'string' }),
        attribute('default', endpoint),
      ],
    ),
    block(
      'variable',
      ['proxmox_api_token'],
      [
        attribute('description', 'API token of the user terraform@pve, as USER@REALM!NAME=SECRET'),
        attribute('type', { raw: 'string' }),
        attribute('sensitive', true),
      ],
    ),
    block(
      'variable',
      ['proxmox_insecure'],
      [
        attribute('description', 'Accept the certificate that the node made for itself'),
        attribute('type', { raw: 'bool' }),
        attribute('default', true),
      ],
    ),
    block(
      'provider',
      ['proxmox'],
      [
        attribute('endpoint', { raw: 'var.proxmox_endpoint' }),
        attribute('api_token', { raw: 'var.proxmox_api_token' }),
        attribute('insecure', { raw: 'var.proxmox_insecure' }),
      ],
    ),
    ...site.machines.map((machine) => machineBlock(site, machine)),
  ]);
}

/** Writes main.tf into a folder; gives its path. Refuses to replace a main.tf that is not ours (site.export-exists). */
export async function exportTerraform(site: Site, outDir: string): Promise<readonly string[]> {
  const path = join(outDir, 'main.tf');
  const old = await readFile(path, 'utf8').catch(() => undefined);
  if (old !== undefined && !old.startsWith(MARK)) {
    throw fail('site.export-exists', { params: { path }, subject: { file: path } });
  }
  await writeFileAtomic(path, terraformText(site));
  return [path];
}

function machineBlock(site: Site, machine: Machine): HclItem {
  const template = site.templates.find((entry) => entry.id === machine.template);
  const { dns } = site.network.management;
  const family = machine.address.includes(':') ? 'ipv6' : 'ipv4';
  return block(
    'resource',
    ['proxmox_virtual_environment_vm', identifier(machine.name)],
    [
      attribute('name', machine.name),
      attribute('node_name', machine.node),
      attribute('vm_id', machine.id),
      attribute('on_boot', machine.onBoot),
      attribute('tags', [ownershipTag(site)]),
      block(
        'clone',
        [],
        [
          attribute('vm_id', machine.template),
          ...(template ? [attribute('node_name', template.node)] : []),
          attribute('full', true),
        ],
      ),
      block('agent', [], [attribute('enabled', true)]),
      block('cpu', [], [attribute('cores', machine.cores)]),
      block('memory', [], [attribute('dedicated', machine.memoryMib)]),
      block(
        'disk',
        [],
        [
          attribute('datastore_id', machine.storage),
          attribute('interface', 'scsi0'),
          attribute('size', machine.diskGib),
        ],
      ),
      block('network_device', [], [attribute('bridge', machine.bridge)]),
      block(
        'initialization',
        [],
        [
          attribute('datastore_id', machine.storage),
          block('dns', [], [attribute('domain', site.network.domain), attribute('servers', dns)]),
          block(
            'ip_config',
            [],
            [
              block(
                family,
                [],
                [attribute('address', machine.address), attribute('gateway', machineGateway(site, machine))],
              ),
            ],
          ),
          block(
            'user_account',
            [],
            [attribute('username', machine.user), attribute('keys', [site.access.sshPublicKey])],
          ),
        ],
      ),
    ],
  );
}

function address(machine: Machine): string {
  return `proxmox_virtual_environment_vm.${identifier(machine.name)}`;
}

/** Host names are identifiers of HCL but for a leading digit. */
function identifier(name: string): string {
  return /^\d/.test(name) ? `_${name}` : name;
}

function host(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip;
}
