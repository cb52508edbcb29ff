import { FlashFailure } from '../failure.ts';
import type { ForeignFacts, ForeignSystem, RunTool } from './system.ts';

/**
 * Windows, by the Storage module of PowerShell. Raw writes into a mounted volume are refused by the system; locking each
 * volume takes calls that Node does not have, and `Set-Disk -IsOffline` does not take removable media. So `Clear-Disk` takes
 * the partitions away: the drive is about to be written anew anyway.
 */
export const windows: ForeignSystem = {
  releaseErases: true,
  rawPath: (device) => `\\\\.\\PhysicalDrive${diskNumber(device)}`,
  read: (device, run) => windowsFacts(powershell(run, queryFor(diskNumber(device)))),
  release: (device, run) => void powershell(run, releaseFor(diskNumber(device))),
};

function diskNumber(device: string): number {
  const number = /^\\\\[.?]\\PhysicalDrive(\d{1,4})$/i.exec(device)?.[1];
  if (number === undefined) throw new FlashFailure('flash.not-a-drive', { device });
  return Number(number);
}

function powershell(run: RunTool, script: string): string {
  const encoded = Buffer.from(`$ErrorActionPreference = 'Stop'; ${script}`, 'utf16le').toString('base64');
  return run('powershell.exe', ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded]);
}

function queryFor(number: number): string {
  return [
    `$d = Get-Disk -Number ${number}`,
    `$l = @(Get-Partition -DiskNumber ${number} -ErrorAction SilentlyContinue | Where-Object DriveLetter | ForEach-Object { "$($_.DriveLetter):" })`,
    '$d | Select-Object Number, SerialNumber, Size, IsBoot, IsSystem, IsReadOnly, LogicalSectorSize, @{n="BusType";e={"$($_.BusType)"}}, @{n="Letters";e={$l}} | ConvertTo-Json -Compress',
  ].join('; ');
}

function releaseFor(number: number): string {
  return `$d = Get-Disk -Number ${number}; if ($d.PartitionStyle -ne 'RAW') { Clear-Disk -Number ${number} -RemoveData -RemoveOEM -Confirm:$false }`;
}

const PLUGGED_IN = new Set(['USB', 'SD', 'MMC', '1394']);

/** What `Get-Disk` says, as one line of JSON. What is not said counts against the drive. */
export function windowsFacts(json: string): ForeignFacts {
  let disk: Partial<Record<string, unknown>>;
  try {
    disk = JSON.parse(json.trim()) as Partial<Record<string, unknown>>;
  } catch {
    throw new FlashFailure('flash.not-a-drive', { device: 'Get-Disk' }, [json.slice(0, 200)]);
  }
  const letters = Array.isArray(disk.Letters) ? disk.Letters : [];
  return {
    isWhole: typeof disk.Number === 'number',
    isSystem: disk.IsBoot !== false || disk.IsSystem !== false,
    isInternal: typeof disk.BusType !== 'string' || !PLUGGED_IN.has(disk.BusType),
    isReadOnly: disk.IsReadOnly !== false,
    serial: typeof disk.SerialNumber === 'string' ? disk.SerialNumber.trim() : '',
    sizeBytes: typeof disk.Size === 'number' ? disk.Size : 0,
    blockBytes: typeof disk.LogicalSectorSize === 'number' ? disk.LogicalSectorSize : 512,
    mountpoints: letters.filter((letter): letter is string => typeof letter === 'string'),
  };
}
