import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { fail } from '../../api/diagnostic.ts';

/** How we came to trust a key. */
export const PinOriginSchema = z.enum([
  'first-contact',
  'made-by-us',
  'confirmed-by-person',
  'installation-report',
  'reinstalled-on-purpose',
  'known-before',
]);

export const PinEvidenceSchema = z.strictObject({
  origin: PinOriginSchema,
  /** Who decided it, and on what ground: `fingerprint compared on the console`. */
  by: z.string(),
  note: z.string(),
});
export type PinEvidence = z.infer<typeof PinEvidenceSchema>;

const PinSchema = z.strictObject({
  type: z.string(),
  /** The key as on the wire, base64. */
  key: z.string(),
  /** `SHA256:...` as ssh-keygen -l prints it. */
  fingerprint: z.string(),
  pinnedAt: z.string(),
  evidence: PinEvidenceSchema,
});
export type HostKeyPin = z.infer<typeof PinSchema>;

const HostRecordSchema = z.strictObject({
  pins: z.array(PinSchema),
  /** Pins that were replaced, oldest first: the evidence stays. */
  replaced: z.array(PinSchema.extend({ replacedAt: z.string() })),
  /** The last key that was refused, so that a person can accept exactly that one. */
  refused: z
    .strictObject({ type: z.string(), key: z.string(), fingerprint: z.string(), seenAt: z.string() })
    .optional(),
});
type HostRecord = z.infer<typeof HostRecordSchema>;

const FileSchema = z.strictObject({ version: z.literal(1), hosts: z.record(z.string(), HostRecordSchema) });

/** pinned-only: an unknown key is refused. pin-first-with-evidence: the first key seen is pinned, and that is recorded. */
export type HostKeyPolicy =
  | { readonly mode: 'pinned-only' }
  | { readonly mode: 'pin-first-with-evidence'; readonly by: string; readonly note: string };

export interface HostKeys {
  /** The pins of a host, newest last. */
  pins(host: string): readonly HostKeyPin[];
  /** The last refused key of a host. */
  refused(host: string): { readonly fingerprint: string; readonly seenAt: string } | undefined;
  /**
   * Judges a key that a host shows. Resolves when it may be trusted (pinning it first where the policy says so);
   * rejects with `transport.host-key-changed` or `transport.host-key-unknown`.
   */
  judge(host: string, key: Uint8Array, policy: HostKeyPolicy): Promise<void>;
  /** Pins a key known from elsewhere (read on the console, made by us). */
  pin(host: string, key: Uint8Array, evidence: PinEvidence): Promise<void>;
  /**
   * Takes the keys of a proven report in place of every other pin of this host: it was installed anew. Pins that are replaced
   * stay in the file; one that the report names too stays as it is, with its evidence.
   */
  adopt(host: string, keys: readonly Uint8Array[], evidence: PinEvidence): Promise<void>;
  /**
   * Accepts the key that was refused last, by its fingerprint, in place of every pin of this host ("reinstalled on
   * purpose"); the old pins stay in the file as replaced.
   */
  replace(host: string, fingerprint: string, evidence: PinEvidence): Promise<void>;
}

/** Opens the pins kept in a JSON file (it need not exist yet); every change is written whole, beside and renamed. */
export async function openHostKeys(path: string, now: () => Date = () => new Date()): Promise<HostKeys> {
  const hosts = new Map<string, HostRecord>(Object.entries(await load(path)));
  let writing: Promise<void> = Promise.resolve();

  const record = (host: string): HostRecord => hosts.get(host) ?? { pins: [], replaced: [] };
  const put = (host: string, value: HostRecord): Promise<void> => {
    hosts.set(host, value);
    const text = `${JSON.stringify({ version: 1, hosts: Object.fromEntries([...hosts].sort(byName)) }, null, 2)}\n`;
    writing = writing.catch(() => {}).then(() => writeWhole(path, text));
    return writing;
  };
  const asPin = (key: Uint8Array, evidence: PinEvidence): HostKeyPin => ({
    ...keyParts(key),
    pinnedAt: now().toISOString(),
    evidence,
  });

  return {
    pins: (host) => record(host).pins,
    refused(host) {
      const { refused } = record(host);
      return refused && { fingerprint: refused.fingerprint, seenAt: refused.seenAt };
    },
    async judge(host, key, policy) {
      const known = record(host);
      const seen = keyParts(key);
      if (known.pins.some((pin) => pin.key === seen.key)) return;
      if (known.pins.length === 0 && policy.mode === 'pin-first-with-evidence') {
        const evidence: PinEvidence = { origin: 'first-contact', by: policy.by, note: policy.note };
        await put(host, { pins: [asPin(key, evidence)], replaced: known.replaced });
        return;
      }
      await put(host, { ...known, refused: { ...seen, seenAt: now().toISOString() } });
      if (known.pins.length === 0) {
        throw fail('transport.host-key-unknown', {
          params: { host, fingerprint: seen.fingerprint },
          evidence: [`${seen.type} ${seen.fingerprint}`],
          subject: { host },
        });
      }
      throw fail('transport.host-key-changed', {
        params: { host, seen: seen.fingerprint, pinned: known.pins.map((pin) => pin.fingerprint).join(', ') },
        evidence: [
          ...known.pins.map((pin) => `pinned ${pin.type} ${pin.fingerprint} on ${pin.pinnedAt} (${pin.evidence.note})`),
          `seen ${seen.type} ${seen.fingerprint}`,
        ],
        subject: { host },
      });
    },
    async pin(host, key, evidence) {
      const known = record(host);
      const pin = asPin(key, evidence);
      if (known.pins.some((entry) => entry.key === pin.key)) return;
      await put(host, { ...known, pins: [...known.pins, pin] });
    },
    async adopt(host, keys, evidence) {
      const known = record(host);
      const told = keys.map((key) => asPin(key, evidence));
      if (told.length === 0) return;
      const at = now().toISOString();
      const isTold = (pin: HostKeyPin): boolean => told.some((entry) => entry.key === pin.key);
      if (known.pins.every(isTold) && told.every((pin) => known.pins.some((entry) => entry.key === pin.key))) return;
      const { refused, replaced, pins } = known;
      await put(host, {
        pins: told.map((pin) => pins.find((entry) => entry.key === pin.key) ?? pin),
        replaced: [...replaced, ...pins.filter((pin) => !isTold(pin)).map((pin) => ({ ...pin, replacedAt: at }))],
        ...(refused && !told.some((pin) => pin.key === refused.key) ? { refused } : {}),
      });
    },
    async replace(host, fingerprint, evidence) {
      const known = record(host);
      if (known.refused?.fingerprint !== fingerprint) {
        throw fail('transport.pin-mismatch', {
          params: { host, wanted: fingerprint, seen: known.refused?.fingerprint ?? '-' },
          subject: { host },
        });
      }
      const at = now().toISOString();
      const { seenAt: _, ...key } = known.refused;
      await put(host, {
        pins: [{ ...key, pinnedAt: at, evidence }],
        replaced: [...known.replaced, ...known.pins.map((pin) => ({ ...pin, replacedAt: at }))],
      });
    },
  };
}

/** `SHA256:` and unpadded base64, as OpenSSH prints it. */
export function hostKeyFingerprint(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The type stands first inside the key (RFC 4253, 6.6): a length, then its name. */
function keyParts(key: Uint8Array): { readonly type: string; readonly key: string; readonly fingerprint: string } {
  const bytes = Buffer.from(key);
  const length = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
  const type = length > 0 && length <= bytes.length - 4 ? bytes.toString('latin1', 4, 4 + length) : 'unknown';
  return { type, key: bytes.toString('base64'), fingerprint: hostKeyFingerprint(key) };
}

async function load(path: string): Promise<Readonly<Record<string, HostRecord>>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw unreadable(path, error);
  }
  try {
    return FileSchema.parse(JSON.parse(text)).hosts;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Error {
  return fail('transport.host-keys-unreadable', {
    params: { file: path },
    evidence: [error instanceof Error ? error.message : String(error)],
    subject: { file: path },
  });
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
