import { type Diagnostic, diagnostic, hasErrors } from '../../api/diagnostic.ts';
import {
  type ImportedPart,
  LEFT_OUT_REASONS,
  type LeftOut,
  type MachineInventory,
  MachineInventorySchema,
  type UdevProperties,
  UdevPropertiesSchema,
} from '../../api/inventory.ts';
import { field, findJsonEnd, isObject } from './bounded-json.ts';
import { emptyPart, type InventoryPart } from './inventory-part.ts';
import { mergeParts } from './merge-inventory.ts';
import { isDeviceInfo, isSystemInfo, readDeviceInfo, readSystemInfo } from './parse-device-info.ts';
import { isIpLink, readIpLink } from './parse-ip-link.ts';
import { readLsblk } from './parse-lsblk.ts';
import { looksLikeUdevadm, parseUdevadm, readUdev } from './parse-udevadm.ts';

const LIMIT_MIB = 8;
const MOST_PARTS = 1000;

export interface ImportedInventory {
  /** Absent when a diagnostic is an error. */
  readonly inventory?: MachineInventory;
  readonly found: readonly ImportedPart[];
  readonly leftOut: readonly LeftOut[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads whatever a technician pastes of one machine: the outputs of `lsblk --json`, `udevadm info`, `device-info`, `system-info`
 * and `ip -j link`, alone or one behind the other, with prompts between them. Says what was found and what was left out. At most
 * 8 MiB; the time is proportional to the text.
 */
export function importInventory(text: string): ImportedInventory {
  if (Buffer.byteLength(text) > LIMIT_MIB * 1024 * 1024) {
    return refuse([diagnostic('inventory.too-large', { params: { limitMib: LIMIT_MIB } })]);
  }
  const parts = readParts(text.replace(/^\uFEFF/, '').replaceAll('\0', ''));
  const diagnostics = parts.flatMap((part) => part.diagnostics);
  if (hasErrors(diagnostics)) return refuse(diagnostics);
  const listings = parts.filter(
    ({ disks, nics, leftOut, system }) => disks.length + nics.length + leftOut.length > 0 || system,
  );
  if (parts.length === 0)
    return refuse([
      ...diagnostics,
      diagnostic(isPlainLsblk(text) ? 'inventory.lsblk-plain' : 'inventory.unknown-text'),
    ]);
  const merged = mergeParts(parts);
  if (!merged.inventory) return refuse([...diagnostics, ...merged.diagnostics]);
  const checked = MachineInventorySchema.safeParse(merged.inventory);
  if (!checked.success) {
    const place = checked.error.issues[0]?.path.join('.').slice(0, 80) ?? '';
    return refuse([...diagnostics, diagnostic('inventory.unreadable', { params: { place } })]);
  }
  const inventory = checked.data;
  const leftOut = parts.flatMap((part) => part.leftOut);
  const isEmpty = inventory.disks.length + inventory.nics.length === 0;
  return {
    inventory,
    found: listings.map(({ source, disks, nics }) => ({ source, disks: disks.length, nics: nics.length })),
    leftOut,
    diagnostics: [
      ...diagnostics.filter(({ code }) => code !== 'inventory.serial-unclear' || merged.hasUnclearSerials),
      ...(isEmpty ? [diagnostic('inventory.no-devices')] : []),
      ...sayLeftOut(leftOut),
    ],
  };
}

function refuse(diagnostics: readonly Diagnostic[]): ImportedInventory {
  return { found: [], leftOut: [], diagnostics };
}

function sayLeftOut(leftOut: readonly LeftOut[]): readonly Diagnostic[] {
  return LEFT_OUT_REASONS.flatMap((reason) => {
    const names = [...new Set(leftOut.filter((each) => each.reason === reason).map(({ name }) => name))];
    if (names.length === 0) return [];
    const params = { count: names.length, names: names.slice(0, 20).join(', ') };
    return [diagnostic(`inventory.left-out-${reason}`, { params })];
  });
}

/** The table that lsblk draws without --json. */
function isPlainLsblk(text: string): boolean {
  return /^NAME\s+.*(?:SIZE|TYPE|MAJ:MIN)/m.test(text);
}

/** The listings in the order of the text. JSON values begin a line; everything between them is text of udevadm, or nothing. */
function readParts(text: string): readonly InventoryPart[] {
  const parts: InventoryPart[] = [];
  const udevJson: UdevProperties[] = [];
  let plain = '';
  const closePlain = (): void => {
    if (looksLikeUdevadm(plain)) parts.push(parseUdevadm(plain));
    plain = '';
  };
  const lineOf = makeLineCounter(text);
  let at = 0;
  while (at < text.length) {
    if (parts.length >= MOST_PARTS) {
      const params = { limit: MOST_PARTS, what: 'parts' };
      return [emptyPart('lsblk', [diagnostic('inventory.too-many', { params })])];
    }
    const lineEnd = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at) + 1;
    const begin = at + (/^[ \t]*/.exec(text.slice(at, lineEnd))?.[0].length ?? 0);
    if (text[begin] !== '{' && text[begin] !== '[') {
      plain += text.slice(at, lineEnd);
      at = lineEnd;
      continue;
    }
    const found = findJsonEnd(text, begin);
    if (!('end' in found)) return [...parts, emptyPart('lsblk', [invalidJson(lineOf(begin), found.problem)])];
    const piece = text.slice(begin, found.end);
    const value = tryParse(piece);
    if (value === undefined && piece.includes('\n'))
      return [...parts, emptyPart('lsblk', [invalidJson(lineOf(begin), 'not JSON')])];
    // A shell's prompt may begin with a bracket as well.
    if (value === undefined) {
      plain += text.slice(at, lineEnd);
      at = lineEnd;
      continue;
    }
    closePlain();
    const udev = readUdevJson(value);
    if (udev) udevJson.push(udev);
    else parts.push(readJson(value, lineOf(begin)));
    at = found.end;
  }
  closePlain();
  return udevJson.length > 0 ? [...parts, readUdev(udevJson)] : parts;
}

function tryParse(piece: string): unknown {
  try {
    return JSON.parse(piece);
  } catch {
    return undefined;
  }
}

function readJson(value: unknown, line: number): InventoryPart {
  if (isIpLink(value)) return readIpLink(value);
  if (isObject(value)) {
    if (field(value, 'blockdevices') !== undefined) return readLsblk(value);
    if (isSystemInfo(value)) return readSystemInfo(value);
    if (isDeviceInfo(value)) return readDeviceInfo(value);
  }
  return emptyPart('lsblk', [diagnostic('inventory.part-unknown', { params: { line }, subject: { line } })]);
}

/** `udevadm info --json`: one object a device. */
function readUdevJson(value: unknown): UdevProperties | undefined {
  if (!isObject(value) || typeof field(value, 'DEVPATH') !== 'string') return undefined;
  const read = UdevPropertiesSchema.safeParse(value);
  return read.success ? read.data : undefined;
}

function invalidJson(line: number, problem: string): Diagnostic {
  return diagnostic('inventory.json-invalid', { evidence: [problem], subject: { line } });
}

/** Line of a place; places are asked for in rising order, so the text is read once. */
function makeLineCounter(text: string): (at: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (at) => {
    for (; next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
    return line;
  };
}
