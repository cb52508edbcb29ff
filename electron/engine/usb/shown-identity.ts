import { fail } from '../../api/diagnostic.ts';
import { type DriveIdentity, DriveIdentitySchema } from '../../api/drive.ts';

/**
 * The identity of a listed drive as one opaque word. Whoever shows the drive gives it back when the drive is written, so that
 * what was named and what is written are one drive also where the two are far apart in time.
 */
export function shownIdentity({ kind, serial, sizeBytes, sequence, backingFile }: DriveIdentity): string {
  return Buffer.from(JSON.stringify({ kind, serial, sizeBytes, sequence, backingFile })).toString('base64url');
}

/** Throws `flash.identity-changed`, naming the first thing that differs, unless `seen` is the drive that was shown. */
export function checkShown(shown: string, seen: DriveIdentity, device: string): void {
  const confirmed = identityIn(shown);
  for (const what of ['kind', 'serial', 'backingFile', 'sizeBytes', 'sequence'] as const) {
    if (confirmed && confirmed[what] === seen[what]) continue;
    const params = { device, what, confirmed: String(confirmed?.[what] ?? '-'), seen: String(seen[what] ?? '-') };
    throw fail('flash.identity-changed', { params, subject: { drive: device } });
  }
}

/** Undefined: no word of ours, so it was never shown. */
function identityIn(shown: string): DriveIdentity | undefined {
  try {
    const parsed = DriveIdentitySchema.safeParse(JSON.parse(Buffer.from(shown, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
