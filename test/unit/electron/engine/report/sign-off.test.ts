import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { type SignOff, SignOffSchema } from '../../../../../electron/api/sign-off.ts';
import { makeManifest, readManifest } from '../../../../../electron/engine/report/manifest.ts';
import { makeReportModel } from '../../../../../electron/engine/report/report-model.ts';
import { contentSha256, readSignOff } from '../../../../../electron/engine/report/sign-off.ts';
import { signatureImage } from '../../../../../electron/engine/report/signature-image.ts';
import { verifyReport } from '../../../../../electron/engine/report/verify-report.ts';
import { writeReport } from '../../../../../electron/engine/report/write-report.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { pdfText } from '../../../../journey/support/leaks.ts';
import { ROOT } from '../../../../support/test-engine.ts';

const journal = Buffer.from('{"record":1}\n');
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const chain = (bytes: Uint8Array) => ({ head: sha(bytes) });

/** A PNG of one grey, with alpha. */
function png(width: number, height: number, pixels = height * (1 + width * 4)): Buffer {
  const part = (type: string, body: Buffer) => {
    const out = Buffer.alloc(12 + body.length);
    out.writeUInt32BE(body.length, 0);
    out.write(type, 4, 'latin1');
    body.copy(out, 8);
    out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    part('IHDR', header),
    part('IDAT', deflateSync(Buffer.alloc(pixels))),
    part('IEND', Buffer.alloc(0)),
  ]);
}
const picture = (bytes: Buffer, mediaType: 'image/png' | 'image/jpeg' = 'image/png') =>
  ({ kind: 'image', mediaType, base64: bytes.toString('base64') }) as const;
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as DiagnosticError).diagnostics[0]?.code;
  }
  return undefined;
};

const installer: SignOff = {
  as: 'installer',
  name: 'R. Ortega <b>Ñandú</b>',
  date: '2026-11-21',
  signature: { kind: 'typed' },
};
const customer: SignOff = { as: 'customer', name: 'M. Ríos', date: '2026-11-22', signature: picture(png(30, 10)) };

describe('a signed report', () => {
  let folder = '';
  let model: ReturnType<typeof makeReportModel>;
  beforeAll(async () => {
    const text = await readFile(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8');
    const { site } = parseSite(text);
    if (!site) throw new Error('the example does not parse');
    const facts = { events: [], digests: [], automaticFailover: true, journalHead: sha(journal) };
    model = makeReportModel({ site, language: 'en', ...facts });
    folder = await mkdtemp(join(tmpdir(), 'signed-'));
    await writeReport({ ...model, signOffs: [installer, customer] }, journal, folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('verifies, and says who signed and what', async () => {
    const verdict = await verifyReport(folder, chain);
    expect(verdict.ok).toBe(true);
    const said = verdict.diagnostics.find((entry) => entry.code === 'report.signed-by');
    expect(said?.params).toEqual({
      who: 'R. Ortega <b>Ñandú</b> (2026-11-21), M. Ríos (2026-11-22)',
      digest: contentSha256(model),
    });
  });

  it('carries the signatures in all its forms, and lets no name become markup', async () => {
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    const html = await read('report.html');
    expect(html).not.toContain('<b>');
    expect(html).toContain(`src="data:image/png;base64,${picture(png(30, 10)).base64}"`);
    expect(html).toContain('img-src data:');
    expect(html).not.toMatch(/<script|href=|url\(/);
    expect(await read('report.md')).toContain(`M. Ríos, 2026-11-22 (image/png, SHA-256 ${sha(png(30, 10))})`);
    expect(JSON.parse(await read('report.json')).signOffs).toEqual([installer, customer]);
    const pdf = await readFile(join(folder, 'report.pdf'));
    expect(pdfText(pdf)).toContain('R. Ortega <b>');
    expect(pdf.toString('latin1')).toContain('/Subtype /Image');
  });

  it('is the same content in the other language, and another one when anything else differs', () => {
    expect(contentSha256({ ...model, language: 'es' })).toBe(contentSha256(model));
    expect(contentSha256({ ...model, signOffs: [installer] })).toBe(contentSha256(model));
    expect(contentSha256({ ...model, automaticFailover: false })).not.toBe(contentSha256(model));
  });

  const alterations: readonly (readonly [string, string, (text: string) => string])[] = [
    ['a statement', 'report.json', (text) => text.replace('"automaticFailover": true', '"automaticFailover": false')],
    ['a signer in the report', 'report.json', (text) => text.replace('M. Ríos', 'N. Ríos')],
    ['a signer in the sign-off', 'sign-off.json', (text) => text.replace('M. Ríos', 'N. Ríos')],
  ];
  it.each(alterations)(
    'names the signers when %s was altered and the digests made anew to fit',
    async (_, name, alter) => {
      const before = await readFile(join(folder, name), 'utf8');
      const sealed = await readFile(join(folder, 'manifest.json'), 'utf8');
      const altered = Buffer.from(alter(before));
      expect(altered.toString()).not.toBe(before);
      const manifest = readManifest(sealed);
      if (!manifest) throw new Error('no manifest');
      const files = manifest.files.map((file) =>
        file.name === name ? { name, sha256: sha(altered), sizeBytes: altered.length } : file,
      );
      await writeFile(join(folder, name), altered);
      await writeFile(join(folder, 'manifest.json'), makeManifest({ ...manifest, files }));
      const verdict = await verifyReport(folder, chain);
      await writeFile(join(folder, name), before);
      await writeFile(join(folder, 'manifest.json'), sealed);
      expect(verdict.ok).toBe(false);
      const said = verdict.diagnostics.find((entry) => entry.code === 'report.altered-after-signing');
      expect(said?.params.who).toContain('R. Ortega');
      expect((await verifyReport(folder, chain)).ok).toBe(true);
    },
  );

  it('is never taken for unsigned because its sign-off cannot be read', async () => {
    const other = await mkdtemp(join(tmpdir(), 'signed-'));
    expect(await readSignOff(other)).toBeUndefined();
    await writeFile(join(other, 'sign-off.json'), '{');
    await expect(readSignOff(other)).rejects.toMatchObject({ diagnostics: [{ code: 'report.sign-off-unreadable' }] });
    await rm(other, { recursive: true });
  });
});

describe('the picture of a signature', () => {
  it('is a whole PNG or JPEG of a bounded size', () => {
    expect(signatureImage(picture(png(600, 160)))).toMatchObject({ width: 600, height: 160 });
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b08001000200101110000ffd9', 'hex');
    expect(signatureImage(picture(jpeg, 'image/jpeg'))).toMatchObject({ width: 32, height: 16 });
    const wrong = [
      picture(png(600, 160), 'image/jpeg'),
      picture(jpeg),
      picture(png(3000, 10)),
      picture(png(0, 10)),
      picture(png(10, 10, 5_000_000)),
      picture(png(10, 10, 12)),
      picture(png(10, 10).subarray(0, -4)),
      picture(Buffer.from('<svg onload="x"/>')),
      picture(Buffer.alloc(0)),
      picture(jpeg.subarray(0, 20), 'image/jpeg'),
    ];
    for (const image of wrong) expect(codeOf(() => signatureImage(image))).toBe('report.signature-image');
  });

  it('is refused or read, and nothing else, whatever bytes come', () => {
    const whole = png(20, 6);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        const isSame = bytes.equals(whole);
        expect(codeOf(() => signatureImage(picture(bytes)))).toBe(isSame ? undefined : 'report.signature-image');
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (tail, isPng) => {
        const head = isPng ? whole.subarray(0, 33) : Buffer.from([0xff, 0xd8]);
        const bytes = Buffer.concat([head, tail]);
        expect([undefined, 'report.signature-image']).toContain(
          codeOf(() => signatureImage(picture(bytes, isPng ? 'image/png' : 'image/jpeg'))),
        );
      }),
    );
  });
});

it('takes one line as a name, and a day as a date', () => {
  const takes = (name: string, date: string) => SignOffSchema.safeParse({ ...installer, name, date }).success;
  expect(takes('Ana María Ñ', '2026-02-28')).toBe(true);
  for (const name of ['', '  ', 'a\nb', 'a\u202eb', 'x'.repeat(121)]) expect(takes(name, '2026-02-28')).toBe(false);
  for (const date of ['2026-02-30', '28.02.2026', '']) expect(takes('Ana', date)).toBe(false);
});
