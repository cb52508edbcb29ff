import type { HostFiles } from '../../kernel/program.ts';
import type { GuestConfig } from './guest-config.ts';

/** What a vzdump archive holds: the configuration of the guest and its disks. The file of the simulated host is this, as JSON. */
export interface Archive {
  readonly vmid: string;
  /** Epoch seconds. */
  readonly takenAt: number;
  /** What a real archive would take. */
  readonly sizeBytes: number;
  readonly config: GuestConfig;
  readonly disks: readonly {
    readonly key: string;
    readonly sizeBytes: number;
    readonly source?: string;
    /** Of the system that ran from it. */
    readonly packages?: Readonly<Record<string, string>>;
  }[];
}

/** `vzdump-qemu-100-2026_11_21-12_00_00.vma.zst`, in the clock of the node (UTC here). */
export function archiveName(vmid: string, takenAt: number): string {
  const [date = '', time = ''] = new Date(takenAt * 1000).toISOString().split('T');
  return `vzdump-qemu-${vmid}-${date.replaceAll('-', '_')}-${time.slice(0, 8).replaceAll(':', '_')}.vma.zst`;
}

/** undefined = there is no such archive, or it is none. */
export function readArchive(files: HostFiles, path: string): Archive | undefined {
  const bytes = files.read(path);
  if (!bytes) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Archive;
  } catch {
    return undefined;
  }
}
