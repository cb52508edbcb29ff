import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  examineSignatures,
  readKeyFiles,
  type SignatureState,
} from '../../../../../../electron/engine/debs/archive/signature.ts';
import { type SigningKeys, signingKeys } from './support/signing-keys.ts';

/** gpg signs, and is the witness for each verdict. */
const TEXT =
  'Origin: Somebody\nSuite: stable\nDate: Sat, 12 Sep 2026 07:55:41 UTC\n- a line with a dash\n trailing  \n';
const NOW = new Date('2026-09-20T12:00:00Z');
const AT = '20260912T080000';
const GPG_NOW = '20260920T120000';
let keys: SigningKeys;
let prints: Readonly<Record<string, string>> = {};

beforeAll(() => {
  keys = signingKeys();
  prints = {
    good: keys.make('good', { from: '20250101T000000' }),
    other: keys.make('other', { from: '20250101T000000' }),
    subkey: keys.make('subkey', { from: '20250101T000000', subkey: true }),
    expired: keys.make('expired', { from: '20250101T000000', valid: '624d' }),
    revoked: keys.make('revoked', { from: '20250101T000000' }),
  };
});
afterAll(() => keys.close());

async function verdict(
  message: Uint8Array,
  known: readonly string[],
  now = NOW,
): Promise<{ readonly text: string; readonly signatures: readonly SignatureState[] }> {
  const trusted = await readKeyFiles(known.map((name, index) => keys.publicKey(name, index % 2 === 1)));
  return examineSignatures({ form: 'inline', message }, trusted, now);
}
/** gpg's word for each of ours. */
const WORDS = {
  GOODSIG: 'good',
  BADSIG: 'wrong',
  EXPKEYSIG: 'expired',
  REVKEYSIG: 'revoked',
  NO_PUBKEY: 'unknown',
} as const;
const asGpg = (message: Uint8Array, known: readonly string[]) =>
  keys.verdict(known, message, GPG_NOW).map((word) => WORDS[word as keyof typeof WORDS] ?? word);

test('the signature of a known key is good, and the text is what was signed', async () => {
  const message = keys.inline(TEXT, ['good'], AT);
  const { text, signatures } = await verdict(message, ['good', 'other']);
  expect(signatures).toEqual([{ state: 'good', key: prints.good }]);
  expect(`${text}\n`).toBe(TEXT.replace('trailing  ', 'trailing'));
  expect(asGpg(message, ['good', 'other'])).toEqual(['good']);
});

test('a signing subkey of a known key is good, under its own fingerprint', async () => {
  const message = keys.inline(TEXT, ['subkey'], AT);
  expect((await verdict(message, ['subkey'])).signatures).toEqual([{ state: 'good', key: prints.subkey }]);
  expect(asGpg(message, ['subkey'])).toEqual(['good']);
});

test('of two signatures each is judged by itself', async () => {
  const message = keys.inline(TEXT, ['other', 'good'], AT);
  const { signatures } = await verdict(message, ['good']);
  expect(signatures.map(({ state }) => state).sort()).toEqual(['good', 'unknown']);
  expect(asGpg(message, ['good']).sort()).toEqual(['good', 'unknown']);
  expect(signatures.find(({ state }) => state === 'unknown')?.key).toBe(prints.other?.slice(-16));
});

test('a text that was changed after it was signed is wrong', async () => {
  const message = Buffer.from(keys.inline(TEXT, ['good'], AT).toString().replace('Suite: stable', 'Suite: stabel'));
  expect((await verdict(message, ['good'])).signatures).toEqual([{ state: 'wrong', key: prints.good }]);
  expect(asGpg(message, ['good'])).toEqual(['wrong']);
});

test('a key that has expired today does not count, also for what it signed while it was valid', async () => {
  const message = keys.inline(TEXT, ['expired'], AT);
  const { signatures } = await verdict(message, ['expired']);
  expect(signatures).toEqual([{ state: 'expired', key: prints.expired, since: new Date('2026-09-17T00:00:00Z') }]);
  expect(asGpg(message, ['expired'])).toEqual(['expired']);
  const before = await verdict(message, ['expired'], new Date('2026-09-13T00:00:00Z'));
  expect(before.signatures).toEqual([{ state: 'good', key: prints.expired }]);
});

test('a revoked key does not count', async () => {
  const message = keys.inline(TEXT, ['revoked'], AT);
  expect((await verdict(message, ['revoked'])).signatures).toEqual([{ state: 'good', key: prints.revoked }]);
  keys.revoke('revoked');
  expect((await verdict(message, ['revoked'])).signatures).toEqual([{ state: 'revoked', key: prints.revoked }]);
  expect(keys.verdict(['revoked'], message, GPG_NOW)).toContain('REVKEYSIG');
});

test('a signature that our clock takes for one of tomorrow is still a good one: the clock is judged by the text', async () => {
  const message = keys.inline(TEXT, ['good'], AT);
  // The second is before the key itself was made: a laptop whose battery is empty.
  for (const now of ['2026-01-01', '2019-01-01']) {
    const { signatures } = await verdict(message, ['good'], new Date(now));
    expect(signatures).toEqual([{ state: 'good', key: prints.good }]);
  }
});

test('a signature in a file of its own is read in both forms', async () => {
  const trusted = await readKeyFiles([keys.publicKey('good')]);
  for (const armored of [true, false]) {
    const signature = keys.detached(TEXT, ['good'], { at: AT, armored });
    const look = (text: string) =>
      examineSignatures({ form: 'detached', text: Buffer.from(text), signature }, trusted, NOW);
    expect(await look(TEXT)).toEqual({ text: TEXT, signatures: [{ state: 'good', key: prints.good }] });
    expect((await look(`${TEXT}X`)).signatures).toEqual([{ state: 'wrong', key: prints.good }]);
  }
});

test('what stands around a signed text is never taken for signed', async () => {
  const message = keys.inline(TEXT, ['good'], AT).toString();
  for (const altered of [
    `Suite: evil\n\n${message}`,
    `${message}\nSuite: evil\n`,
    `${message}${message}`,
    message.replace('-----BEGIN PGP SIGNATURE-----', '-----BEGIN PGP SIGNATURE-----\n-----BEGIN PGP SIGNATURE-----'),
    message.slice(0, message.indexOf('-----BEGIN PGP SIGNATURE')),
    TEXT,
    '<html><body>Log in to the network</body></html>',
    '',
  ])
    await expect(verdict(Buffer.from(altered), ['good'])).rejects.toThrow();
});

test('a file without a key is refused', async () => {
  await expect(readKeyFiles([Buffer.from('no key at all')])).rejects.toThrow();
  await expect(readKeyFiles([keys.publicKey('good').subarray(0, 40)])).rejects.toThrow();
});

test('no changed byte gives another text with a good signature', async () => {
  const message = keys.inline(TEXT, ['good'], AT);
  const trusted = await readKeyFiles([keys.publicKey('good')]);
  const { text } = await examineSignatures({ form: 'inline', message }, trusted, NOW);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(message.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      async (changes) => {
        const altered = Buffer.from(message);
        for (const [at, byte] of changes) altered[at] = byte;
        const seen = await examineSignatures({ form: 'inline', message: altered }, trusted, NOW).catch(() => undefined);
        if (seen?.signatures.some(({ state }) => state === 'good')) expect(seen.text).toBe(text);
      },
    ),
    { numRuns: 300 },
  );
});
