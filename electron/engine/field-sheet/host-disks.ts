import type { SheetTable } from '../../api/field-sheet.ts';
import type { Host, Site } from '../../api/site.ts';
import { diskSerials } from '../../api/site-storage.ts';
import type { Text } from '../../api/text.ts';
import { filled, plain } from './sheet-text.ts';

const T = {
  title: { en: 'Disks', es: 'Discos' },
  serial: { en: 'Serial', es: 'Número de serie' },
  disk: { en: 'Disk', es: 'Disco' },
  use: { en: 'What for', es: 'Para qué' },
  erased: { en: 'system; ERASED by the installer', es: 'sistema; el instalador lo BORRA' },
  data: { en: 'data, storage {id}', es: 'datos, almacenamiento {id}' },
  left: { en: 'not used', es: 'sin usar' },
} satisfies Record<string, Text>;

/** The disks of a machine by the serial on their labels; undefined where the site names none. */
export function hostDisks(site: Site, host: Host): SheetTable | undefined {
  const known = host.hardware?.disks ?? [];
  const system = host.install?.diskSerials ?? [];
  const data = site.storages.flatMap((storage) =>
    diskSerials(storage, host.name).map((serial) => ({ serial, id: storage.id })),
  );
  const serials = [...new Set([...system, ...data.map(({ serial }) => serial), ...known.map(({ serial }) => serial)])];
  if (serials.length === 0) return undefined;
  const rows = serials.map((serial) => {
    const disk = known.find((entry) => entry.serial === serial);
    const storage = data.find((entry) => entry.serial === serial);
    const use = system.includes(serial) ? T.erased : storage ? filled(T.data, { id: storage.id }) : T.left;
    return [plain(serial), plain(disk ? [disk.model, `${disk.sizeGb} GB`].filter(Boolean).join(', ') : ''), use];
  });
  return { title: T.title, head: [T.serial, T.disk, T.use], rows };
}
