import type { DriveIdentity, FlasherDrive, FlasherRequest, FlasherTask, Zone } from '../api/drive.ts';
import { FlashFailure } from './failure.ts';

/**
 * Parses the request strictly, by hand: this program runs as root and carries no library. Unknown keys are refused.
 * The shape is `FlasherRequestSchema`; a test holds both against each other.
 */
export function parseRequest(line: string): FlasherRequest {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw bad('no JSON');
  }
  const { version, drives } = object(json, ['version', 'drives']);
  if (version !== 2) throw bad('version');
  if (!Array.isArray(drives) || drives.length < 1 || drives.length > 64) throw bad('drives');
  return { version, drives: drives.map(drive) };
}

function drive(value: unknown): FlasherDrive {
  const { device, identity, task } = object(value, ['device', 'identity', 'task']);
  return { device: path(device), identity: parseIdentity(identity), task: parseTask(task) };
}

function parseTask(value: unknown): FlasherTask {
  switch ((value as { kind?: unknown } | null)?.kind) {
    case 'flash': {
      const fields = object(value, ['kind', 'basePath', 'baseStamp', 'overlayPath']);
      const overlayPath = fields.overlayPath === null ? null : path(fields.overlayPath);
      return { kind: 'flash', basePath: path(fields.basePath), baseStamp: stamp(fields.baseStamp), overlayPath };
    }
    case 'retarget': {
      const fields = object(value, ['kind', 'basePath', 'baseStamp', 'overlayPath', 'zones', 'verify']);
      const { verify } = fields;
      if (verify !== 'sampled' && verify !== 'whole') throw bad('verify');
      const [basePath, overlayPath] = [path(fields.basePath), path(fields.overlayPath)];
      const [baseStamp, zones] = [stamp(fields.baseStamp), parseZones(fields.zones)];
      return { kind: 'retarget', basePath, baseStamp, overlayPath, zones, verify };
    }
    case 'identify':
      return { kind: 'identify', zones: parseZones(object(value, ['kind', 'zones']).zones) };
    default:
      throw bad('task');
  }
}

function parseZones(value: unknown): readonly Zone[] {
  if (!Array.isArray(value) || value.length > 4096) throw bad('zones');
  return value.map((zone: unknown) => {
    const { offset, length } = object(zone, ['offset', 'length']);
    return { offset: integer(offset, 0), length: integer(length, 1) };
  });
}

function parseIdentity(value: unknown): DriveIdentity {
  const fields = object(value, ['kind', 'serial', 'sizeBytes', 'sequence', 'backingFile']);
  const { kind, sizeBytes } = fields;
  if (kind !== 'disk' && kind !== 'loop' && kind !== 'file') throw bad('kind');
  if (typeof sizeBytes !== 'number' || !Number.isFinite(sizeBytes) || sizeBytes < 0) throw bad('sizeBytes');
  return {
    kind,
    serial: text(fields.serial, 512),
    sizeBytes,
    sequence: fields.sequence === null ? null : text(fields.sequence, 64),
    backingFile: fields.backingFile === null ? null : text(fields.backingFile, 4096),
  };
}

function object<K extends string>(value: unknown, keys: readonly K[]): Record<K, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('object');
  const present = Object.keys(value);
  if (present.length !== keys.length || keys.some((key) => !present.includes(key))) throw bad(present.join(', '));
  return value as Record<K, unknown>;
}

function integer(value: unknown, least: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) throw bad('integer');
  return value;
}

function text(value: unknown, maximum: number): string {
  if (typeof value !== 'string' || value.length > maximum) throw bad('text');
  return value;
}

function stamp(value: unknown): string {
  const given = text(value, 128);
  if (given === '') throw bad('stamp');
  return given;
}

function path(value: unknown): string {
  const given = text(value, 4096);
  if (given === '' || given.includes('\0')) throw bad('path');
  return given;
}

function bad(seen: string): FlashFailure {
  return new FlashFailure('flash.request-bad', {}, [seen]);
}
