import type { Key, PublicKey, Subkey } from 'openpgp';

/** What is to be believed only when it is signed: the text with its signature in one file, or in two. */
export type SignedText =
  /** `InRelease` */
  | { readonly form: 'inline'; readonly message: Uint8Array }
  /** `Release` and `Release.gpg` */
  | { readonly form: 'detached'; readonly text: Uint8Array; readonly signature: Uint8Array };

/** One signature: `key` is the fingerprint of the key that made it, or the id that it names where we do not have the key. */
export type SignatureState =
  | { readonly state: 'good' | 'wrong' | 'unknown' | 'revoked'; readonly key: string }
  | { readonly state: 'expired'; readonly key: string; readonly since: Date };

export interface SignedContent {
  /** The text that the signatures are over; no other part of the file is ever looked at. */
  readonly text: string;
  readonly signatures: readonly SignatureState[];
}

const FIRST_LINE = '-----BEGIN PGP SIGNED MESSAGE-----\n';
const SIGNATURE = '\n-----BEGIN PGP SIGNATURE-----\n';
const LAST_LINE = '\n-----END PGP SIGNATURE-----';

/** Loaded when the first signature is looked at: it is large, and few commands need it. */
const library = () => import('openpgp');

/** Reads key files, binary or armored, of one key or several. Throws an Error for a file that has none. */
export async function readKeyFiles(files: readonly Uint8Array[]): Promise<readonly PublicKey[]> {
  const { readKeys } = await library();
  const keys: Key[] = [];
  for (const file of files) {
    const isArmored = Buffer.from(file.subarray(0, 64)).toString('latin1').trimStart().startsWith('-----BEGIN PGP');
    keys.push(
      ...(isArmored
        ? await readKeys({ armoredKeys: Buffer.from(file).toString('utf8') })
        : await readKeys({ binaryKeys: file })),
    );
  }
  return keys.map((key) => key.toPublic());
}

/**
 * Looks at every signature of a text. A key counts only while it is valid at `now`, as with gpgv.
 * @throws Error where this is no signed text at all
 */
export async function examineSignatures(
  signed: SignedText,
  keys: readonly PublicKey[],
  now: Date,
): Promise<SignedContent> {
  const openpgp = await library();
  const verificationKeys = [...keys];
  const look =
    signed.form === 'inline'
      ? async () => {
          const message = await openpgp.readCleartextMessage({ cleartextMessage: onlyTheMessage(signed.message) });
          return async (date: Date) => {
            const { signatures } = await openpgp.verify({ message, verificationKeys, date });
            return { text: message.getText(), signatures };
          };
        }
      : async () => {
          const message = await openpgp.createMessage({ binary: signed.text });
          const signature = await readDetached(openpgp, signed.signature);
          return async (date: Date) => {
            const { signatures } = await openpgp.verify({ message, verificationKeys, signature, date });
            return { text: utf8(signed.text), signatures };
          };
        };
  const verifyAt = await look();
  const first = await verifyAt(now);
  // Our own clock is judged by the text's date, with a sentence of its own: a signature is not wrong for being of tomorrow.
  let latest = now;
  for (const { signature } of first.signatures) {
    for (const { created } of (await signature).packets) if (created && created > latest) latest = created;
  }
  const { text, signatures } = latest > now ? await verifyAt(latest) : first;
  const states: SignatureState[] = [];
  for (const { keyID, verified } of signatures) {
    const key = keys.find((candidate) => candidate.getKeys(keyID).length > 0);
    if (!key) {
      states.push({ state: 'unknown', key: keyID.toHex().toUpperCase() });
      continue;
    }
    const part = key.getKeys(keyID)[0] ?? key;
    const isRight = await verified.catch(() => false);
    states.push(await stateOf(key, part, isRight, now));
  }
  return { text, signatures: states };
}

async function stateOf(key: PublicKey, part: PublicKey | Subkey, isRight: boolean, now: Date): Promise<SignatureState> {
  const name = part.getFingerprint().toUpperCase();
  const isRevoked = (await key.isRevoked(undefined, undefined, now)) || (await isSubkeyRevoked(key, part, now));
  if (isRevoked) return { state: 'revoked', key: name };
  for (const each of [key, part]) {
    const end = await each.getExpirationTime();
    if (end instanceof Date && end <= now) return { state: 'expired', key: name, since: end };
  }
  return { state: isRight ? 'good' : 'wrong', key: name };
}

async function isSubkeyRevoked(key: PublicKey, part: PublicKey | Subkey, now: Date): Promise<boolean> {
  const subkey = key.subkeys.find((candidate) => candidate === part);
  if (!subkey) return false;
  for (const binding of subkey.bindingSignatures) if (await subkey.isRevoked(binding, key.keyPacket, now)) return true;
  return false;
}

async function readDetached(openpgp: Awaited<ReturnType<typeof library>>, data: Uint8Array) {
  const text = Buffer.from(data).toString('latin1');
  return text.startsWith('-----BEGIN PGP')
    ? openpgp.readSignature({ armoredSignature: text })
    : openpgp.readSignature({ binarySignature: data });
}

/** Nothing before the message and nothing after it: whoever reads the file otherwise would see unsigned text as signed. */
function onlyTheMessage(data: Uint8Array): string {
  const text = utf8(data).replaceAll('\r\n', '\n').trimEnd();
  const signature = text.indexOf(SIGNATURE);
  if (!text.startsWith(FIRST_LINE) || signature < 0 || !text.endsWith(LAST_LINE))
    throw new Error(`not a signed text: ${JSON.stringify(text.slice(0, 60))}`);
  if (text.indexOf('\n-----BEGIN', signature + 1) >= 0 || text.indexOf(LAST_LINE) !== text.length - LAST_LINE.length)
    throw new Error('more than one signed text');
  return `${text}\n`;
}

function utf8(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString('utf8');
}
