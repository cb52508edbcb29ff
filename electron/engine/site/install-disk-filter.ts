import type { Host } from '../../api/site.ts';

/**
 * The udev filter that takes exactly these disks. A property may stand once in a filter (answer-schema, 3.1), so one disk is
 * named by ID_SERIAL_SHORT. Several are named by one pattern over their serials where it means these and no other text
 * (`S-1[12]`); else a second one by ID_SERIAL (model and serial) under "any", and more by a wider pattern, which is used only
 * when the written inventory proves that it takes no other disk. Undefined = cannot be said.
 */
export function installDiskFilter(host: Host): Readonly<Record<string, string>> | undefined {
  const serials = host.install?.diskSerials ?? [];
  const [first, second] = serials;
  if (first === undefined) return undefined;
  if (second === undefined) return { ID_SERIAL_SHORT: literal(first) };
  const columns = classes(serials);
  const pattern = columns?.map((chars) => (chars.length === 1 ? chars : `[${chars}]`)).join('') ?? '';
  const meant = columns?.reduce((count, chars) => count * chars.length, 1);
  if (meant === new Set(serials).size) return { ID_SERIAL_SHORT: pattern };
  const others = (host.hardware?.disks ?? []).filter((disk) => !serials.includes(disk.serial));
  if (serials.length === 2) {
    // ID_SERIAL (model and serial) is matched by a part of it: no other disk's may hold the second serial.
    const joined = others.map(({ model = '', serial }) => `${model.replace(/\s+/g, '_')}_${serial}`);
    if (joined.some((text) => text.includes(second))) return undefined;
    return { ID_SERIAL_SHORT: literal(first), ID_SERIAL: `*${literal(second)}*` };
  }
  const isWhole = serials.every((serial) => host.hardware?.disks.some((disk) => disk.serial === serial));
  if (!columns || !isWhole) return undefined;
  const takes = (serial: string) =>
    serial.length === columns.length && [...serial].every((char, at) => columns[at]?.includes(char));
  if (others.some((disk) => takes(disk.serial))) return undefined;
  return { ID_SERIAL_SHORT: pattern };
}

/** The characters of each place, a dash last; undefined where lengths differ or a character means something in a glob. */
function classes(serials: readonly string[]): readonly string[] | undefined {
  const length = serials[0]?.length ?? 0;
  if (serials.some((serial) => serial.length !== length || !/^[A-Za-z0-9_-]+$/.test(serial))) return undefined;
  return Array.from({ length }, (_, at) => {
    const chars = [...new Set(serials.map((serial) => serial[at] ?? ''))].sort().join('');
    return chars.includes('-') ? `${chars.replace('-', '')}-` : chars;
  });
}

/** A glob that means the text itself. */
function literal(text: string): string {
  return text.replace(/[[\]*?]/g, '[$&]');
}
