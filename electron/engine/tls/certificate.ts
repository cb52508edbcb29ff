import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { parseAddress } from '../site/net.ts';
import { distinguishedName, integer, oid, sequence, tagged, time } from './der.ts';

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
    integer(Buffer.from(request.serial.toString(16).padStart(16, '0'), 'hex')),
    ecdsaWithSha256,
    distinguishedName(request.issuer),
    sequence(time(request.notBefore), time(request.notAfter)),
    distinguishedName(request.subject),
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

/** Four bytes for IPv4, sixteen for IPv6. */
function ipBytes(address: string): Buffer {
  const { bits, value } = parseAddress(address);
  return Buffer.from(value.toString(16).padStart(bits / 4, '0'), 'hex');
}
