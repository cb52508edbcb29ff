import { lastsAt } from '../install/take-at.ts';
import type { Program } from '../kernel/program.ts';
import { absolute } from './options.ts';
import { complain, program } from './program.ts';

/** smartctl -H [-A] -j DISK: the verdict of a disk. 8 = it is failing, 1 = what is there is no disk that could be asked. */
export const smartctl: Program = program(
  { short: 'HAijad:', long: ['health', 'json?'], usageCode: 1 },
  (context, options) => {
    const path = options.operands[0];
    if (!options.has('j', 'json')) return complain(context, 'only its JSON form is simulated: give -j', 1);
    const argv = [...context.argv];
    const print = (exitStatus: number, rest: Record<string, unknown>): number => {
      const { messages, ...others } = rest;
      const smartctl = {
        version: [7, 3],
        platform_info: 'x86_64-linux (simulated)',
        argv,
        ...(messages === undefined ? {} : { messages }),
        exit_status: exitStatus,
      };
      context.stdout(`${JSON.stringify({ json_format_version: [1, 0], smartctl, ...others }, null, 2)}\n`);
      return exitStatus;
    };
    if (path === undefined)
      return print(1, {
        messages: [
          { string: 'smartctl requires a device name as the final command-line argument.', severity: 'error' },
        ],
      });
    const real = context.host.files.realpath(absolute(context, path)) ?? path;
    const disks = context.host.hardware.disks;
    const disk = disks.find(({ name }) => `/dev/${name}` === real);
    if (!disk) {
      const isThere = context.host.files.stat(real) !== undefined;
      const what = isThere ? 'Unable to detect device type' : `Smartctl open device: ${path} failed: No such device`;
      return print(isThere ? 1 : 2, { messages: [{ string: isThere ? `${path}: ${what}` : what, severity: 'error' }] });
    }
    if (disk.name.startsWith('vd'))
      return print(1, { messages: [{ string: `${path}: Unable to detect device type`, severity: 'error' }] });
    const isNvme = disk.name.startsWith('nvme');
    const isFailing = disk === disks[0] && lastsAt(context.world, 'disk.failing', context.host.name);
    const lost = isFailing ? 1432 : 0;
    const attributes = isNvme
      ? {
          nvme_smart_health_information_log: {
            critical_warning: isFailing ? 4 : 0,
            percentage_used: 3,
            media_errors: lost,
          },
        }
      : {
          ata_smart_attributes: {
            revision: 1,
            table: [
              { id: 5, name: 'Reallocated_Sector_Ct', raw: { value: lost, string: String(lost) } },
              { id: 197, name: 'Current_Pending_Sector', raw: { value: lost, string: String(lost) } },
            ],
          },
        };
    return print(isFailing ? 8 : 0, {
      device: {
        name: path,
        info_name: isNvme ? path : `${path} [SAT]`,
        type: isNvme ? 'nvme' : 'sat',
        protocol: isNvme ? 'NVMe' : 'ATA',
      },
      smart_status: { passed: !isFailing },
      ...(options.has('A') ? attributes : {}),
    });
  },
);
