import { databaseOf, readText, writeText } from '../model/database.ts';
import { guestsOf, readGuest } from '../model/guest-config.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { withClusterLock } from './guards.ts';

const OBJECTS = new Set([
  'migration',
  'ha',
  'bwlimit',
  'crs',
  'next-id',
  'notify',
  'tag-style',
  'user-tag-access',
  'replication',
]);

function lines(call: ApiCall): Record<string, string> {
  const text = readText(databaseOf(call.world, call.node), 'datacenter.cfg') ?? '';
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.includes(': '))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
}

/** GET /cluster/options: property strings as objects. */
export function datacenterOptions(call: ApiCall): Record<string, unknown> {
  const database = databaseOf(call.world, call.node);
  const tags = guestsOf(database)
    .flatMap((guest) => (readGuest(database, guest.nodeName, guest.vmid)?.tags ?? '').split(';'))
    .filter((tag) => tag !== '');
  const options: Record<string, unknown> = {
    'allowed-tags': [...new Set(tags)].sort(),
    description: '',
    mac_prefix: 'BC:24:11',
  };
  for (const [name, value] of Object.entries(lines(call))) {
    if (!OBJECTS.has(name)) options[name] = value;
    else
      options[name] = Object.fromEntries(
        value
          .split(',')
          .map((part) =>
            part.includes('=') ? [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] : ['type', part],
          ),
      );
  }
  return options;
}

/** PUT /cluster/options. */
export async function setDatacenterOptions(call: ApiCall, values: Values): Promise<void> {
  await withClusterLock(call, 'datacenter_cfg', '', () => {
    const known = lines(call);
    for (const [name, value] of Object.entries(values)) if (name !== 'delete') known[name] = value;
    for (const name of (values.delete ?? '').split(',')) delete known[name];
    const text = Object.keys(known)
      .sort()
      .map((name) => `${name}: ${known[name]}\n`)
      .join('');
    const database = databaseOf(call.world, call.node);
    if (text === readText(database, 'datacenter.cfg')) return;
    writeText(call.world, database, 'datacenter.cfg', text);
    call.world.effect(call.host, `options.set ${Object.keys(values).sort().join(',')}`);
  });
}
