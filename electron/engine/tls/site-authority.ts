import { createPrivateKey, randomInt, X509Certificate } from 'node:crypto';
import { sameAddress } from '../site/net.ts';
import { type Certificate, makeCertificate, newKeyPem } from './certificate.ts';

/**
 * The site's own certificate authority: it signs what services of the site show (the registry), on the laptop. Its key is in
 * the vault and nowhere else; machines get the certificate. One of our own and not that of Proxmox VE, since a site may have no
 * cluster, and a new cluster is no reason to trust other names.
 */
export interface SiteAuthority {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** Whom a certificate is for, and until when it is good. */
export interface ServerNames {
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}

const YEAR_MS = 365.25 * 86_400_000;
const AUTHORITY_YEARS = 20;
/** Nobody may come by for years; what is left of it is renewed by the first run in the last third. */
const SERVER_YEARS = 5;
/** An authority with less than this is made anew: what it signs could not outlive it. */
const LEAST_AUTHORITY_MS = 2 * YEAR_MS;
/** Clocks of machines that were off may be behind. */
const CLOCK_SPARE_MS = 86_400_000;

/**
 * A new authority, valid for 20 years, ECDSA P-256. The text holds the certificate, then the key; it belongs into the vault.
 * @param nowMs epoch milliseconds
 */
export function makeSiteAuthority(siteId: string, nowMs: number): string {
  const keyPem = newKeyPem();
  // the year tells apart two of them, where one took the place of another
  const subject = `O=Sitewright,OU=${siteId},CN=${siteId} authority ${new Date(nowMs).getUTCFullYear()}`;
  const { certPem } = makeCertificate({
    subject,
    issuer: subject,
    subjectKeyPem: keyPem,
    issuerKeyPem: keyPem,
    serial: newSerial(),
    notBefore: nowMs - CLOCK_SPARE_MS,
    notAfter: nowMs + AUTHORITY_YEARS * YEAR_MS,
    authority: true,
  });
  return `${certPem}${keyPem}`;
}

/** Takes apart what {@link makeSiteAuthority} made. Throws a RangeError when it is anything else. */
export function readSiteAuthority(pem: string): SiteAuthority {
  const certificatePem = block(pem, 'CERTIFICATE');
  const keyPem = block(pem, 'PRIVATE KEY');
  const certificate = new X509Certificate(certificatePem);
  if (!certificate.ca) throw new RangeError('the certificate is of no authority');
  if (!certificate.checkPrivateKey(createPrivateKey(keyPem))) throw new RangeError('the key is not of the certificate');
  if (certificate.publicKey.asymmetricKeyType !== 'ec' || !certificate.subject.startsWith('O=Sitewright\nOU='))
    throw new RangeError('the authority is not one that Sitewright made');
  return { certificatePem, keyPem };
}

/** Whether an authority has time enough left to sign with. */
export function authorityLasts(certificatePem: string, nowMs: number): boolean {
  return Date.parse(new X509Certificate(certificatePem).validTo) - nowMs > LEAST_AUTHORITY_MS;
}

/** A certificate for a service of the site, with a key of its own. */
export function issueServerCertificate(
  authority: SiteAuthority,
  siteId: string,
  { names, addresses }: ServerNames,
  nowMs: number,
): Certificate {
  const issuer = new X509Certificate(authority.certificatePem);
  return makeCertificate({
    subject: `O=Sitewright,OU=${siteId},CN=${(names[0] ?? addresses[0] ?? siteId).slice(0, 64)}`,
    issuer: subjectOf(issuer),
    subjectKeyPem: newKeyPem(),
    issuerKeyPem: authority.keyPem,
    serial: newSerial(),
    notBefore: nowMs - CLOCK_SPARE_MS,
    notAfter: Math.min(nowMs + SERVER_YEARS * YEAR_MS, Date.parse(issuer.validTo)),
    authority: false,
    names,
    addresses,
  });
}

/** Why a certificate is not to be shown any more. */
export type CertificateFault = 'unreadable' | 'other-authority' | 'other-names' | 'not-yet-valid' | 'near-its-end';

/** Undefined = it is signed by this authority, for these names, and more than a third of its life is left. */
export function certificateFault(
  certificatePem: string,
  authorityPem: string,
  { names, addresses }: ServerNames,
  nowMs: number,
): CertificateFault | undefined {
  let certificate: X509Certificate;
  let authority: X509Certificate;
  try {
    certificate = new X509Certificate(certificatePem);
    authority = new X509Certificate(authorityPem);
  } catch {
    return 'unreadable';
  }
  if (!authority.ca || !certificate.checkIssued(authority) || !certificate.verify(authority.publicKey))
    return 'other-authority';
  const alternatives = (certificate.subjectAltName ?? '').split(/,\s*/);
  const has = (kind: string, same: (text: string) => boolean): boolean =>
    alternatives.some((text) => text.startsWith(kind) && same(text.slice(kind.length)));
  const isWhole =
    names.every((name) => has('DNS:', (text) => text === name)) &&
    addresses.every((address) => has('IP Address:', (text) => sameAddress(text, address)));
  if (!isWhole) return 'other-names';
  const from = Date.parse(certificate.validFrom);
  const until = Date.parse(certificate.validTo);
  if (nowMs < from) return 'not-yet-valid';
  return until - nowMs < (until - from) / 3 ? 'near-its-end' : undefined;
}

/** The same certificate, whatever the lines of its text are. */
export function sameCertificate(onePem: string, otherPem: string): boolean {
  try {
    return new X509Certificate(onePem).raw.equals(new X509Certificate(otherPem).raw);
  } catch {
    return false;
  }
}

/** As {@link makeCertificate} reads names: `O=Sitewright,OU=municipal,CN=...`. Node gives one part a line. */
function subjectOf(certificate: X509Certificate): string {
  return certificate.subject.split('\n').join(',');
}

/** Below 2^48, as `randomInt` goes no further. */
function newSerial(): number {
  return randomInt(2 ** 40, 2 ** 48 - 1);
}

function block(pem: string, kind: 'CERTIFICATE' | 'PRIVATE KEY'): string {
  const found = new RegExp(`-----BEGIN ${kind}-----[A-Za-z0-9+/=\\s]+-----END ${kind}-----\\n?`).exec(pem);
  if (!found) throw new RangeError(`there is no ${kind.toLowerCase()} in it`);
  return found[0];
}
