/** The main part of a guest's configuration file, without its snapshots. */
export type GuestValues = Readonly<Record<string, string>>;

const DISK = /^(?:scsi|virtio|sata|ide)\d+$/;
/** What is another one by itself in a restored machine, or was set by the drill. */
const OWN =
  /^(?:name|tags|onboot|digest|meta|vmgenid|smbios1|lock|parent|protection|net\d+|unused\d+|description|#.*)$/;

/** Reads a guest's configuration file up to its first section (pending values, snapshots); lines of another form are left out. */
export function parseGuest(text: string): GuestValues {
  const values: Record<string, string> = {};
  for (const line of text.split('\n')) {
    if (line.startsWith('[')) break;
    const match = /^([a-z][a-z0-9_-]*):\s*(.*)$/.exec(line);
    if (match) values[match[1] as string] = (match[2] ?? '').trim();
  }
  return values;
}

function isDisk(key: string, value: string): boolean {
  return DISK.test(key) && !/media=cdrom/.test(value) && !value.startsWith('none');
}

const UNITS: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

function sizeOf(value: string): number {
  const match = /(?:^|,)size=(\d+)([KMGT])?/.exec(value);
  return match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1) : 0;
}

/** The sizes of the disks on each storage, as the configuration says. */
export function diskBytesByStorage(values: GuestValues): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [key, value] of Object.entries(values)) {
    const storage = /^([^:,/]+):/.exec(value)?.[1];
    if (storage !== undefined && isDisk(key, value)) sums.set(storage, (sums.get(storage) ?? 0) + sizeOf(value));
  }
  return sums;
}

/** The sizes of all disks together. */
export function diskBytesOf(values: GuestValues): number {
  return [...diskBytesByStorage(values).values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Network cards with their cable out, by key. */
export function withoutLinks(values: GuestValues): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => /^net\d+$/.test(key))
      .map(([key, value]) => [key, `${value.replace(/,link_down=[01]/, '')},link_down=1`]),
  );
}

/** The keys in which a restored machine is not its original: settings, disks, and how large they are. */
export function whatDiffers(original: GuestValues, restored: GuestValues): readonly string[] {
  const keys = new Set([...Object.keys(original), ...Object.keys(restored)]);
  return [...keys].filter((key) => {
    if (OWN.test(key)) return false;
    const before = original[key];
    const after = restored[key];
    if (before === undefined || after === undefined) return true;
    if (isDisk(key, before)) return !isDisk(key, after) || sizeOf(before) !== sizeOf(after);
    // the image with the first settings is made anew, wherever it lies
    if (DISK.test(key)) return /media=cdrom/.test(before) !== /media=cdrom/.test(after);
    if (/^(efidisk0|tpmstate0)$/.test(key)) return sizeOf(before) !== sizeOf(after);
    return before !== after;
  });
}
