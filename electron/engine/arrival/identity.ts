import { createHash, createPrivateKey, randomInt, X509Certificate } from 'node:crypto';
import type { Site } from '../../api/site.ts';
import { sameAddress } from '../site/net.ts';
import { makeCertificate, newKeyPem } from '../tls/certificate.ts';

/** This laptop as the machines of one site know it: a certificate of its own, believed by its fingerprint alone. */
export interface ArrivalIdentity {
  readonly certificatePem: string;
  readonly keyPem: string;
  /** SHA-256 of the DER form, lower-case hex without colons: what the installer compares (answer-schema 6, TLS). */
  readonly fingerprint: string;
}

/**
 * Valid from 2000 to the end of 2049. A machine with an empty CMOS battery starts years in the past, and one that believes its
 * date must still believe us; who has the key is protected by the pin, not by the date. 2049 is the last year that the short
 * time form of X.509 can say, which every TLS library reads.
 */
const VALID_FROM = Date.UTC(2000, 0, 1);
const VALID_UNTIL = Date.UTC(2049, 11, 31, 23, 59, 59);

/**
 * A new identity for a site: self-signed, ECDSA P-256, for the laptop's address in the site (where the site names one) and the
 * name `sitewright.<domain>`. The text holds the certificate, then the key; it belongs into the vault.
 */
export function makeArrivalIdentity(site: Site): { readonly pem: string } {
  const key = newKeyPem();
  const name = `sitewright.${site.network.domain}`;
  const subject = `O=Sitewright,OU=${site.id},CN=${name.length <= 64 ? name : 'sitewright'}`;
  const made = makeCertificate({
    subject,
    issuer: subject,
    subjectKeyPem: key,
    issuerKeyPem: key,
    serial: randomInt(2 ** 40, 2 ** 48 - 1),
    notBefore: VALID_FROM,
    notAfter: VALID_UNTIL,
    authority: false,
    names: [name],
    addresses: site.network.laptop ? [site.network.laptop.address] : [],
  });
  return { pem: `${made.certPem}${key}` };
}

/** Takes apart what {@link makeArrivalIdentity} made. Throws a RangeError when it is anything else. */
export function readArrivalIdentity(pem: string): ArrivalIdentity {
  const certificatePem = block(pem, 'CERTIFICATE');
  const keyPem = block(pem, 'PRIVATE KEY');
  const certificate = new X509Certificate(certificatePem);
  if (!certificate.checkPrivateKey(createPrivateKey(keyPem))) throw new RangeError('the key is not of the certificate');
  return { certificatePem, keyPem, fingerprint: certificateFingerprint(certificate.raw) };
}

/** Whether an identity is for this site as it stands: the hook on a node compares the certificate's address with the laptop's. */
export function arrivalIdentityFits(pem: string, site: Site): boolean {
  const wanted = site.network.laptop?.address;
  try {
    const certificate = new X509Certificate(readArrivalIdentity(pem).certificatePem);
    const addresses = [...(certificate.subjectAltName ?? '').matchAll(/IP Address:([0-9A-Fa-f.:]+)/g)].map(
      (match) => match[1] ?? '',
    );
    return wanted === undefined || addresses.some((address) => sameAddress(address, wanted));
  } catch {
    return false;
  }
}

/** SHA-256 of a certificate's DER form, lower-case hex without colons. */
export function certificateFingerprint(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

function block(pem: string, kind: 'CERTIFICATE' | 'PRIVATE KEY'): string {
  const found = new RegExp(`-----BEGIN ${kind}-----[A-Za-z0-9+/=\\s]+-----END ${kind}-----\\n?`).exec(pem);
  if (!found) throw new RangeError(`there is no ${kind.toLowerCase()} in the identity`);
  return found[0];
}
