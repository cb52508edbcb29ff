import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

/** A certificate and its key as PEM text, with the fingerprint PVE shows (SHA-256 of the DER form, colon hex). */
export interface Certificate {
  readonly certPem: string;
  readonly keyPem: string;
  readonly fingerprint: string;
}

/** A new P-256 key (the vendor's are RSA; the kind is invisible to everything but `openssl x509 -text`). */
export function newKeyPem(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

export interface CertificateRequest {
  readonly subject: string;
  readonly issuer: string;
  readonly subjectKeyPem: string;
  readonly issuerKeyPem: string;
  readonly serial: number;
  /** Epoch milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly authority: boolean;
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
}

/** Makes an X.509 v3 certificate; node:crypto can read but not make them. */
export function makeCertificate(request: CertificateRequest): Certificate {
  const ecdsaWithSha256 = sequence(oid([1, 2, 840, 10045, 4, 3, 2]));
  const publicKey = createPublicKey(createPrivateKey(request.subjectKeyPem)).export({ type: 'spki', format: 'der' });
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from(request.serial.toString(16).padStart(8, '0'), 'hex')),
    ecdsaWithSha256,
    name(request.issuer),
    sequence(time(request.notBefore), time(request.notAfter)),
    name(request.subject),
    publicKey,
    tagged(0xa3, sequence(...extensions(request))),
  );
  const signature = sign('sha256', body, createPrivateKey(request.issuerKeyPem));
  const der = sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const base64 = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  const certPem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
  return { certPem, keyPem: request.subjectKeyPem, fingerprint: fingerprintOf(certPem) };
}

/** SHA-256 fingerprint of a PEM certificate in the colon form. */
export function fingerprintOf(certPem: string): string {
  const der = Buffer.from(certPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return (createHash('sha256').update(der).digest('hex').toUpperCase().match(/../g) ?? []).join(':');
}

function extensions(request: CertificateRequest): Buffer[] {
  const critical = tagged(0x01, Buffer.from([0xff]));
  if (request.authority) {
    return [sequence(oid([2, 5, 29, 19]), critical, tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))))];
  }
  const alternatives = [
    ...(request.addresses ?? []).map((address) => tagged(0x87, ipBytes(address))),
    ...(request.names ?? []).map((dns) => tagged(0x82, Buffer.from(dns, 'ascii'))),
  ];
  return [
    sequence(oid([2, 5, 29, 19]), tagged(0x04, sequence())),
    sequence(oid([2, 5, 29, 37]), tagged(0x04, sequence(oid([1, 3, 6, 1, 5, 5, 7, 3, 1])))),
    sequence(oid([2, 5, 29, 17]), tagged(0x04, sequence(...alternatives))),
  ];
}

function ipBytes(address: string): Buffer {
  if (address === '::1') return Buffer.concat([Buffer.alloc(15), Buffer.from([1])]);
  return Buffer.from(address.split('.').map(Number));
}

function tagged(tag: number, content: Buffer): Buffer {
  const length =
    content.length < 0x80
      ? Buffer.from([content.length])
      : content.length < 0x100
        ? Buffer.from([0x81, content.length])
        : Buffer.from([0x82, content.length >> 8, content.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function integer(bytes: Buffer): Buffer {
  const head = bytes[0] ?? 0;
  return tagged(0x02, head >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : trimmed(bytes));
}

function trimmed(bytes: Buffer): Buffer {
  let at = 0;
  while (at < bytes.length - 1 && bytes[at] === 0 && (bytes[at + 1] ?? 0) < 0x80) at += 1;
  return bytes.subarray(at);
}

function oid(parts: readonly number[]): Buffer {
  const bytes = [(parts[0] ?? 0) * 40 + (parts[1] ?? 0)];
  for (const part of parts.slice(2)) {
    const groups = [part & 0x7f];
    for (let rest = part >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** `OU=x,O=y,CN=z` */
function name(text: string): Buffer {
  const ids: Readonly<Record<string, readonly number[]>> = { CN: [2, 5, 4, 3], O: [2, 5, 4, 10], OU: [2, 5, 4, 11] };
  const parts = text.split(',').map((part) => {
    const [key = 'CN', value = ''] = part.split('=');
    return tagged(0x31, sequence(oid(ids[key] ?? [2, 5, 4, 3]), tagged(0x0c, Buffer.from(value, 'utf8'))));
  });
  return sequence(...parts);
}

function time(epochMs: number): Buffer {
  const text = new Date(epochMs).toISOString().replace(/[-:T]|\.\d+/g, '');
  return Number(text.slice(0, 4)) < 2050 ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text));
}
