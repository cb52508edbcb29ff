import type { ApiCall } from '../api/call.ts';
import { addStorage, nodeStorages, removeStorage, updateStorage } from '../api/storage.ts';
import { allocateVolume, freeVolume, listVolumes } from '../api/volume.ts';
import { ApiError, die } from '../cli/api-error.ts';
import type { Tool } from '../cli/tool.ts';
import { readArchive } from '../model/archives.ts';
import { databaseOf } from '../model/database.ts';
import { formatGuest } from '../model/guest-config.ts';
import { parseDrive } from '../model/guest-disks.ts';
import { parseVolumeId } from '../model/volumes.ts';

function printStatus(call: ApiCall, result: unknown): void {
  const rows = result as ReturnType<typeof nodeStorages>;
  const width = Math.max(0, ...rows.map((row) => String(row.storage).length)) + 1;
  const heads = call.version === 9 ? ['Total (KiB)', 'Used (KiB)', 'Available (KiB)'] : ['Total', 'Used', 'Available'];
  const line = (name: string, type: string, state: string, sizes: readonly string[], part: string) =>
    `${name.padEnd(width)} ${type.padStart(10)} ${state.padStart(10)} ${sizes.map((size) => size.padStart(15)).join(' ')} ${part.padStart(8)}\n`;
  call.out(line('Name', 'Type', 'Status', heads, '%'));
  for (const row of rows) {
    const total = Number(row.total);
    const state = row.enabled !== 1 ? 'disabled' : row.active === 1 ? 'active' : 'inactive';
    const part = state === 'disabled' || total === 0 ? 'N/A' : `${((Number(row.used) * 100) / total).toFixed(2)}%`;
    const sizes = [total, Number(row.used), Number(row.avail)].map((bytes) => String(Math.floor(bytes / 1024)));
    call.out(line(String(row.storage), String(row.type), state, sizes, part));
  }
}

/** The storage tool. */
export const pvesm: Tool = {
  name: 'pvesm',
  commands: {
    add: { run: (call, { values }) => withSecret(call, values, addStorage), seconds: 0.45 },
    set: { run: (call, { values }) => withSecret(call, values, updateStorage), seconds: 0.49 },
    remove: { run: (call, { values }) => removeStorage(call, values.storage ?? ''), seconds: 0.5 },
    status: { run: (call, { values }) => nodeStorages(call, values), print: printStatus, seconds: 0.47 },
    list: {
      run: (call, { values }) => listVolumes(call, values.storage ?? '', values.content, values.vmid),
      print: printVolumes,
      seconds: 0.45,
    },
    alloc: { run: (call, { values }) => allocateVolume(call, values), seconds: 0.5 },
    path: { run: (call, { values }) => printPath(call, values.volume ?? ''), seconds: 0.5 },
    free: {
      run: (call, { values }) => freeVolume(call, values.volume ?? ''),
      seconds: 0.5,
      ignoresTaskResult: true,
    },
    extractconfig: { run: (call, { values }) => printHeldConfig(call, values.volume ?? ''), seconds: 0.6 },
    apiinfo: {
      run: (call) => call.out(call.version === 8 ? 'APIVER 11\nAPIAGE 2\n' : 'APIVER 13\nAPIAGE 4\n'),
      seconds: 0.4,
    },
    'scan zfs': {
      run: (call) =>
        call.out(
          `${Object.keys(call.node.pools)
            .flatMap((pool) => Object.keys(call.node.pools[pool]?.datasets ?? {}))
            .join('\n')}\n`,
        ),
      seconds: 0.5,
    },
  },
  aliases: { zfsscan: 'scan zfs', nfsscan: 'scan nfs', lvmscan: 'scan lvm', lvmthinscan: 'scan lvmthin' },
};

/** A password without a value is read from standard input (pve-facts 3.1). */
async function withSecret(
  call: ApiCall,
  values: Readonly<Record<string, string>>,
  run: (call: ApiCall, values: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  if (values.password !== '') return run(call, values);
  const line = Buffer.from(await call.stdin())
    .toString('utf8')
    .split('\n')[0];
  if (!line) throw new ApiError('EOF while reading password');
  await run(call, { ...values, password: line });
}

function printVolumes(call: ApiCall, result: unknown): void {
  const rows = result as { volid: string; format: string; content: string; size: number; vmid?: string }[];
  const width = Math.max(5, ...rows.map((row) => row.volid.length));
  const line = (id: string, format: string, type: string, size: string, vmid: string) =>
    `${id.padEnd(width)} ${format.padEnd(6)} ${type.padStart(5)} ${size.padStart(9)} ${vmid}`.trimEnd();
  call.out(`${line('Volid', 'Format', ' Type', 'Size', 'VMID')}\n`);
  for (const row of rows) call.out(`${line(row.volid, row.format, row.content, String(row.size), row.vmid ?? '')}\n`);
}

/** What a backup holds of the guest's configuration, and which of its devices is which drive. */
function printHeldConfig(call: ApiCall, volume: string): void {
  const { kind, place } = parseVolumeId(databaseOf(call.world, call.node), volume);
  if (kind !== 'backup') die(`volume '${volume}' is not a backup`);
  const archive = readArchive(call.host.files, place) ?? die(`unable to extract configuration from '${volume}'`);
  call.out(formatGuest(archive.config));
  for (const { key } of archive.disks) {
    const { volume: source, options } = parseDrive(key, archive.config[key] ?? '');
    call.out(`#qmdump#map:${key}:drive-${key}:${source.split(':')[0]}:${options.format ?? 'raw'}:\n`);
  }
}

function printPath(call: ApiCall, volume: string): void {
  const { place } = parseVolumeId(databaseOf(call.world, call.node), volume);
  if (place.startsWith('/')) call.out(`${place}\n`);
  else if (place.startsWith('zfs:')) call.out(`/dev/zvol/${place.slice(4)}\n`);
  else if (place.startsWith('lvm:')) call.out(`/dev/${place.slice(4)}\n`);
  else die(`unable to parse volume ID '${volume}'`);
}
