import { isTomlTable, parseTomlDocument, type TomlTable, type TomlValue } from '../../../answers/toml-document.ts';
import { askAsInstaller } from './installer-http.ts';
import { disksOfMachine, nicsOfMachine } from './inventory-of-machine.ts';
import { InstallerError, type LiveSystem } from './live-system.ts';

/** `/auto-installer-mode.toml`: keys with underscores, an unknown one at the top is an error, in [http] it is not. */
interface ModeFile {
  readonly mode: 'iso' | 'http' | 'partition';
  readonly partitionLabel: string;
  readonly http: { readonly url?: string; readonly certFingerprint?: string; readonly token?: string };
}

const TOP_KEYS = ['mode', 'partition_label', 'http'];

/** proxmox-fetch-answer: the text of the answer file, from where the mode file says. Throws an {@link InstallerError}. */
export async function fetchAnswer(live: LiveSystem): Promise<string> {
  const mode = readModeFile(live);
  live.console.print(`Fetching answer file in mode ${mode.mode}:`);
  if (mode.mode === 'iso') {
    const text = live.medium.answer();
    if (text === undefined) throw new InstallerError('ERROR: No answer file found at /cdrom/answer.toml');
    return text;
  }
  if (mode.mode === 'partition') {
    throw new InstallerError(
      `ERROR: could not detect upper or lower case labels for ${mode.partitionLabel.toLowerCase()}`,
      'ERROR: Aborting: Could not fetch answer file',
    );
  }
  return fetchByHttp(live, mode);
}

function readModeFile({ medium, version }: LiveSystem): ModeFile {
  const parsed = parseTomlDocument(medium.modeFile ?? '', 'auto-installer-mode.toml');
  const broken = (what: string) => new InstallerError(`ERROR: Could not parse auto-installer-mode.toml: ${what}`);
  if (!parsed.ok) throw broken(parsed.diagnostics[0]?.evidence?.[0] ?? 'TOML parse error');
  const { table } = parsed;
  const foreign = Object.keys(table).find((key) => !TOP_KEYS.includes(key));
  if (foreign !== undefined) throw broken(`unknown field \`${foreign}\``);
  const { mode } = table;
  if (mode !== 'iso' && mode !== 'http' && mode !== 'partition') {
    throw broken(mode === undefined ? 'missing field `mode`' : `unknown variant \`${String(mode)}\``);
  }
  const http: TomlTable = table.http !== undefined && isTomlTable(table.http) ? table.http : {};
  const text = (value: TomlValue | undefined) => (typeof value === 'string' ? value : undefined);
  const url = text(http.url);
  const certFingerprint = text(http.cert_fingerprint);
  const token = version === '9.2' ? text(http.token) : undefined;
  return {
    mode,
    partitionLabel: text(table.partition_label) ?? 'proxmox-ais',
    http: {
      ...(url === undefined ? {} : { url }),
      ...(certFingerprint === undefined ? {} : { certFingerprint }),
      ...(token === undefined ? {} : { token }),
    },
  };
}

async function fetchByHttp(live: LiveSystem, { http }: ModeFile): Promise<string> {
  const is92 = live.version === '9.2';
  if (http.url === undefined) {
    // The simulated DHCP server has no options 250 and 251, and the site has no DNS with TXT records.
    throw new InstallerError('ERROR: Could not find any answer file URL via DHCP or DNS');
  }
  const answer = await askAsInstaller(live, {
    url: http.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(is92 ? { accept: 'application/json, application/toml;q=0.5' } : {}),
      ...(http.token === undefined ? {} : { authorization: `Bearer ${http.token}` }),
    },
    body: JSON.stringify(answerRequest(live)),
    fingerprint: http.certFingerprint,
  });
  const body = answer.body.toString('utf8');
  const isGood = is92 ? answer.status === 200 || answer.status === 201 : answer.status < 400;
  if (!isGood) {
    const status = `${answer.status}${answer.statusText === '' ? '' : ` ${answer.statusText}`}`;
    throw new InstallerError(is92 ? `http error: ${status}: ${body}` : `http status: ${answer.status}`);
  }
  const type = (answer.headers['content-type'] ?? '').split(';')[0]?.trim();
  return is92 && type === 'application/json' ? tomlOfJson(body) : body;
}

/** The body of the request, version 1.0 (answer-schema 6): DMI and MACs, nothing of the disks. */
export function answerRequest(live: LiveSystem): unknown {
  const { machine, medium, version } = live;
  return {
    $schema: { version: '1.0' },
    product: { fullname: medium.release.fullName, product: 'pve', enable_btrfs: true },
    iso: { release: medium.release.version, isorelease: medium.release.isoRelease },
    dmi: dmiOf(live),
    network_interfaces: nicsOfMachine(machine).map(({ name, mac }) => ({
      link: name,
      mac: version === '9.2' ? mac.toUpperCase() : mac.toLowerCase(),
    })),
  };
}

/** The strings of the firmware; a file that is not there is left out. */
export function dmiOf({ machine }: LiveSystem): unknown {
  const { firmware, systemSerial } = machine.hardware;
  if (!firmware) return { system: { serial: systemSerial }, baseboard: {}, chassis: {} };
  return {
    system: { serial: systemSerial, sku: firmware.sku, uuid: firmware.uuid, name: firmware.productName },
    baseboard: { asset_tag: firmware.boardAssetTag, serial: firmware.boardSerial, name: firmware.boardName },
    chassis: { serial: firmware.chassisSerial, sku: firmware.chassisSku, asset_tag: firmware.chassisAssetTag },
  };
}

/** 9.2 reads a JSON answer by the same schema and goes on with it as TOML. JSON's own text forms are TOML's here. */
function tomlOfJson(body: string): string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw new InstallerError(`failed to parse answer: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new InstallerError('failed to parse answer: invalid type');
  }
  return Object.entries(json)
    .map(([key, value]) => `${JSON.stringify(key)} = ${inline(value)}\n`)
    .join('');
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => `${JSON.stringify(key)} = ${inline(inner)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(value);
}

/** For the screen: how many devices the machine has. */
export function countDevices(live: LiveSystem): string {
  return `${disksOfMachine(live.machine).length} disks, ${live.machine.hardware.nics.length} network interfaces`;
}
