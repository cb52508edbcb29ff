import type { DriveIdentity, FlasherDrive, FlasherRequest } from '../api/drive.ts';
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
  const { version, basePath, drives } = object(json, ['version', 'basePath', 'drives']);
  if (version !== 1) throw bad('version');
  if (!Array.isArray(drives) || drives.length < 1 || drives.length > 64) throw bad('drives');
  return { version, basePath: path(basePath), drives: drives.map(drive) };
}

function drive(value: unknown): FlasherDrive {
  const { device, overlayPath, identity } = object(value, ['device', 'overlayPath', 'identity']);
  return {
    device: path(device),
    overlayPath: overlayPath === null ? null : path(overlayPath),
    identity: parseIdentity(identity),
  };
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

function text(value: unknown, maximum: number): string {
  if (typeof value !== 'string' || value.length > maximum) throw bad('text');
  return value;
}

function path(value: unknown): string {
  const given = text(value, 4096);
  if (given === '' || given.includes('\0')) throw bad('path');
  return given;
}

function bad(seen: string): FlashFailure {
  return new FlashFailure('flash.request-bad', {}, [seen]);
}
