/** The columns of the sheet of nodes, as they stand. */
export const COLUMNS = ['name', 'address', 'mac', 'system', 'data', 'cores', 'ram', 'label'] as const;
export type Column = (typeof COLUMNS)[number];

/** What people write above such a column, in English and Spanish: without accents, small, letters and digits only. */
const HEADERS: Readonly<Record<Column, readonly string[]>> = {
  name: ['name', 'node', 'host', 'hostname', 'nodename', 'nombre', 'nodo', 'equipo', 'servidor', 'server'],
  address: [
    'address',
    'ip',
    'ipaddress',
    'managementaddress',
    'managementip',
    'mgmtip',
    'ipv4',
    'direccion',
    'direccionip',
    'direcciondegestion',
    'ipdegestion',
    'gestion',
  ],
  mac: [
    'mac',
    'macaddress',
    'managementmac',
    'managementport',
    'managementportmac',
    'networkports',
    'port',
    'direccionmac',
    'macdegestion',
    'puerto',
    'puertodegestion',
    'puertosdered',
  ],
  system: [
    'systemdisk',
    'system',
    'osdisk',
    'bootdisk',
    'systemserial',
    'systemdiskserial',
    'discodesistema',
    'sistema',
    'discodelsistema',
    'discosistema',
    'serie',
    'serial',
  ],
  data: ['datadisk', 'data', 'datadisks', 'dataserial', 'datadiskserial', 'discodedatos', 'datos', 'discosdedatos'],
  cores: ['cores', 'cpu', 'cpus', 'cpucores', 'nucleos'],
  ram: ['ram', 'memory', 'memorygb', 'ramgb', 'memorygib', 'ramgib', 'memoria', 'memoriagb'],
  label: [
    'label',
    'sitelabel',
    'labelonsite',
    'rack',
    'place',
    'location',
    'etiqueta',
    'etiquetaenelsitio',
    'ubicacion',
    'lugar',
  ],
};

/** The column that a heading names, in either language; undefined where it names none. */
export function columnOfHeader(text: string): Column | undefined {
  const plain = (part: string) =>
    part
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '');
  const whole = plain(text);
  // "System disk (serial)" is a system disk.
  const head = plain(text.replace(/\(.*$/s, ''));
  return COLUMNS.find((column) => HEADERS[column].includes(whole) || HEADERS[column].includes(head));
}

/** The columns of a first row that is a heading; undefined where the row holds values already. */
export function headerColumns(row: readonly string[]): readonly (Column | undefined)[] | undefined {
  const columns = row.map(columnOfHeader);
  const named = columns.filter((column) => column !== undefined);
  const filled = row.filter((text) => text !== '').length;
  const isHeader = named.length >= 2 || (named.length === 1 && filled === 1);
  if (!isHeader || named.length * 2 < filled) return undefined;
  return columns.map((column, index) => (columns.indexOf(column) === index ? column : undefined));
}
