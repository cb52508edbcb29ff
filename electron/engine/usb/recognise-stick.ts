import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { DriveFacts } from '../../api/drive.ts';
import { openByteSource } from '../image/byte-source.ts';
import { contentDigest } from '../image/content-digest.ts';
import { ANSWER_PATHS } from '../image/make-images.ts';
import type { StickContent } from './identify-drives.ts';
import { readRootFiles } from './read-root-files.ts';

/** What the workspace knows of a stick it wrote, found by the SHA-256 of the answer on it. */
export interface WrittenStick {
  readonly siteId: string;
  readonly node: string;
  /** ISO 8601. */
  readonly writtenAt: string;
  readonly verifiedAt: string | undefined;
  /** Of the plan it was made for: another one now means that the stick is older than the plan. */
  readonly planFingerprint?: string | undefined;
}

export type LookUpStick = (answerSha256: string) => WrittenStick | undefined;

export type Recognition =
  /** Its answer is one that this laptop wrote. */
  | { readonly kind: 'ours'; readonly answerSha256: string; readonly stick: WrittenStick }
  /** It has an answer, but none that the workspace knows. */
  | { readonly kind: 'unknown-answer'; readonly answerSha256: string }
  /** No answer of an installer is on it. */
  | { readonly kind: 'no-stick' }
  /** It cannot be read, or not understood: what is on it is unknown, which is not the same as nothing. */
  | { readonly kind: 'unreadable'; readonly diagnostic: Diagnostic }
  /** Neither mounted nor readable for this user: ask with privilege ({@link recogniseContent}). */
  | { readonly kind: 'needs-permission' };

const ANSWER_LIMIT_BYTES = 1024 * 1024;
/** What tells for certain that no answer is there. */
const ABSENT: readonly string[] = ['image.not-iso9660', 'image.block-size'];

/**
 * Whether a plugged-in drive is a stick of ours, without privilege and without writing to it: by the answer in its mounted
 * file system, else by reading the device where this user may. The digest of what is on it is looked up in the workspace.
 */
export async function recogniseStick(facts: DriveFacts, lookUp: LookUpStick): Promise<Recognition> {
  const mounted = await Promise.all(facts.mountpoints.map((mountpoint) => digestMounted(mountpoint)));
  const sha256 = mounted.find((digest) => digest !== undefined);
  if (sha256 !== undefined) return byAnswer(sha256, lookUp);
  // A card reader without a card.
  if (!facts.sizeBytes && facts.identity.kind !== 'file') return { kind: 'no-stick' };
  if (!(await isReadable(facts.device))) return { kind: 'needs-permission' };
  try {
    const sha256 = digestOn(facts.device);
    return sha256 === undefined ? { kind: 'no-stick' } : byAnswer(sha256, lookUp);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return unreadable(facts.device, error);
  }
}

/** Of the answer on a drive; undefined where there is none. Errors: `image.*`. */
function digestOn(device: string): string | undefined {
  const source = openByteSource(device);
  try {
    return contentDigest(readRootFiles(source, [ANSWER_PATHS.answer, ANSWER_PATHS.mode]));
  } finally {
    source.close();
  }
}

function unreadable(device: string, { diagnostics }: DiagnosticError): Recognition {
  // No image at all, or one of blocks that no installer has.
  if (diagnostics.every(({ code }) => ABSENT.includes(code))) return { kind: 'no-stick' };
  const evidence = diagnostics.flatMap(({ code, evidence: seen }) => (seen.length > 0 ? seen : [code]));
  const options = { params: { device }, evidence, subject: { drive: device } };
  return { kind: 'unreadable', diagnostic: diagnostic('drive.content-unknown', options) };
}

/** The same from what the flasher said of a drive that this user may not read. */
export function recogniseContent({ files }: StickContent, lookUp: LookUpStick): Recognition {
  const sha256 = contentDigest(files);
  return sha256 === undefined ? { kind: 'no-stick' } : byAnswer(sha256, lookUp);
}

function byAnswer(answerSha256: string, lookUp: LookUpStick): Recognition {
  const stick = lookUp(answerSha256);
  return stick ? { kind: 'ours', answerSha256, stick } : { kind: 'unknown-answer', answerSha256 };
}

async function digestMounted(mountpoint: string): Promise<string | undefined> {
  return (await digestFile(join(mountpoint, ANSWER_PATHS.answer))) ?? digestFile(join(mountpoint, ANSWER_PATHS.mode));
}

async function digestFile(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (!stat.isFile() || stat.size > ANSWER_LIMIT_BYTES) return undefined;
      return createHash('sha256')
        .update(await file.readFile())
        .digest('hex');
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

async function isReadable(device: string): Promise<boolean> {
  return access(device, constants.R_OK).then(
    () => true,
    () => false,
  );
}
