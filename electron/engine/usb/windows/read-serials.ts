import { z } from 'zod';
import { runTool } from '../run-flasher.ts';

const DiskSchema = z.object({ Number: z.int(), SerialNumber: z.string().nullish() });

const SCRIPT = 'ConvertTo-Json -Compress -InputObject @(Get-Disk | Select-Object Number, SerialNumber)';

/** Serials by device path, from what `Get-Disk` prints as JSON; a disk without one is left out. */
export function parseSerials(json: string): ReadonlyMap<string, string> {
  try {
    const disks = z.array(DiskSchema).parse(JSON.parse(json.trim()));
    return new Map(
      disks.flatMap(({ Number: number, SerialNumber: serial }) =>
        serial ? [[`\\\\.\\PhysicalDrive${number}`.toLowerCase(), serial.trim()] as const] : [],
      ),
    );
  } catch {
    return new Map();
  }
}

/** Windows, not tried on its own platform: drivelist tells no serial, so PowerShell is asked. Empty where it does not answer. */
export async function readSerials(): Promise<ReadonlyMap<string, string>> {
  const script = Buffer.from(SCRIPT, 'utf16le').toString('base64');
  const args = ['-NoProfile', '-NonInteractive', '-EncodedCommand', script];
  return parseSerials(await runTool('powershell.exe', args).catch(() => ''));
}
