import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { join } from 'node:path';
import { DiagnosticError } from '../../api/diagnostic.ts';
import type { DriveFacts } from '../../api/drive.ts';
import { contentDigest } from '../image/content-digest.ts';
import { inspectImage } from '../image/inspect-image.ts';
import { ANSWER_PATHS } from '../image/make-images.ts';
import type { StickContent } from './identify-drives.ts';

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
  /** Neither mounted nor readable for this user: ask with privilege ({@link recogniseContent}). */
  | { readonly kind: 'needs-permission' };

const ANSWER_LIMIT_BYTES = 1024 * 1024;

/**
 * Whether a plugged-in drive is a stick of ours, without privilege and without writing to it: by the answer in its mounted
 * file system, else by reading the device where this user may. The digest of what is on it is looked up in the workspace.
 */
export async function recogniseStick(facts: DriveFacts, lookUp: LookUpStick): Promise<Recognition> {
  const mounted = await Promise.all(facts.mountpoints.map((mountpoint) => digestMounted(mountpoint)));
  const sha256 = mounted.find((digest) => digest !== undefined);
  if (sha256 !== undefined) return byAnswer(sha256, lookUp);
  if (!(await isReadable(facts.device))) return { kind: 'needs-permission' };
  try {
    const sha256 = contentDigest(inspectImage(facts.device).answers);
    return sha256 === undefined ? { kind: 'no-stick' } : byAnswer(sha256, lookUp);
  } catch (error) {
    if (error instanceof DiagnosticError) return { kind: 'no-stick' };
    throw error;
  }
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
