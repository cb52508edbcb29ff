import { lastsAt } from '../install/take-at.ts';
import type { Program } from '../kernel/program.ts';
import { absolute } from './options.ts';
import { program } from './program.ts';

const HEAD =
  'smartctl 7.3 2022-02-28 r5338 [x86_64-linux] (local build)\nCopyright (C) 2002-22, Bruce Allen, Christian Franke, www.smartmontools.org\n\n';
const LOST_SECTORS = 1432;

/** smartctl -H [-A] DISK: the verdict of a disk. 8 = it is failing, 1 and 2 = nobody there could be asked. */
export const smartctl: Program = program(
  { short: 'HAi', long: ['health', 'attributes'], usageCode: 1 },
  (context, options) => {
    const path = options.operands[0];
    context.stdout(HEAD);
    if (path === undefined) {
      context.stdout('ERROR: smartctl requires a device name as the final command-line argument.\n\n');
      return 1;
    }
    const real = context.host.files.realpath(absolute(context, path));
    if (real === undefined) {
      context.stdout(`Smartctl open device: ${path} failed: No such device\n`);
      return 2;
    }
    const { disks } = context.host.hardware;
    const disk = disks.find(({ name }) => `/dev/${name}` === real);
    if (!disk || disk.name.startsWith('vd')) {
      context.stdout(
        `${path}: Unable to detect device type\nPlease specify device type with the -d option.\n\nUse smartctl -h to get a usage summary\n\n`,
      );
      return 1;
    }
    const isFailing = disk === disks[0] && lastsAt(context.world, 'disk.failing', context.host.name);
    const lost = isFailing ? LOST_SECTORS : 0;
    context.stdout(
      `=== START OF READ SMART DATA SECTION ===\nSMART overall-health self-assessment test result: ${isFailing ? 'FAILED!\nDrive failure expected in less than 24 hours. SAVE ALL DATA.' : 'PASSED'}\n\n`,
    );
    if (options.has('A', 'attributes'))
      context.stdout(
        disk.name.startsWith('nvme')
          ? `SMART/Health Information (NVMe Log 0x02)\nCritical Warning:                   0x0${isFailing ? 4 : 0}\nPercentage Used:                    3%\nMedia and Data Integrity Errors:    ${lost}\n\n`
          : `SMART Attributes Data Structure revision number: 1\nVendor Specific SMART Attributes with Thresholds:\nID# ATTRIBUTE_NAME          FLAG     VALUE WORST THRESH TYPE      UPDATED  WHEN_FAILED RAW_VALUE\n  5 Reallocated_Sector_Ct   0x0033   100   100   010    Pre-fail  Always       -       ${lost}\n  9 Power_On_Hours          0x0032   099   099   000    Old_age   Always       -       812\n197 Current_Pending_Sector  0x0012   100   100   000    Old_age   Always       -       0\n\n`,
      );
    return isFailing ? 8 : 0;
  },
);
