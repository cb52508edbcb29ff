import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  arrivalIdentityFits,
  certificateFingerprint,
  makeArrivalIdentity,
  readArrivalIdentity,
} from '../../../../../electron/engine/arrival/identity.ts';
import { arrivalSite } from './support/arrival-site.ts';

const site = (address: string | undefined) => arrivalSite({ laptop: address === undefined ? null : { address } });

describe('the identity of the laptop', () => {
  test('is a self-signed P-256 certificate for the address, believed by a machine with a wrong clock', () => {
    const identity = readArrivalIdentity(makeArrivalIdentity(site('192.168.1.50')).pem);
    const certificate = new X509Certificate(identity.certificatePem);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ namedCurve: 'prime256v1' });
    expect(certificate.subjectAltName).toContain('IP Address:192.168.1.50');
    expect(new Date(certificate.validFrom).toISOString()).toBe('2000-01-01T00:00:00.000Z');
    expect(new Date(certificate.validTo).toISOString()).toBe('2049-12-31T23:59:59.000Z');
    expect(certificate.checkIP('192.168.1.50')).toBe('192.168.1.50');
  });

  test('its fingerprint is the SHA-256 of the certificate as it goes over the wire', () => {
    const identity = readArrivalIdentity(makeArrivalIdentity(site('192.168.1.50')).pem);
    const certificate = new X509Certificate(identity.certificatePem);
    expect(identity.fingerprint).toBe(certificate.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(certificateFingerprint(certificate.raw)).toBe(identity.fingerprint);
  });

  test('is another one every time', () => {
    const [one, two] = [0, 1].map(() => readArrivalIdentity(makeArrivalIdentity(site('192.168.1.50')).pem));
    expect(one?.fingerprint).not.toBe(two?.fingerprint);
  });

  test('names an IPv6 address too', () => {
    const identity = readArrivalIdentity(makeArrivalIdentity(site('fd00:10::50')).pem);
    expect(new X509Certificate(identity.certificatePem).checkIP('fd00:10::50')).toBe('fd00:10::50');
  });

  test('fits its own address in any spelling, and no other', () => {
    const { pem } = makeArrivalIdentity(site('fd00:10::50'));
    expect(arrivalIdentityFits(pem, site('fd00:0010:0::50'))).toBe(true);
    expect(arrivalIdentityFits(pem, site('192.168.1.50'))).toBe(false);
    expect(arrivalIdentityFits(makeArrivalIdentity(site(undefined)).pem, site(undefined))).toBe(true);
    expect(arrivalIdentityFits(makeArrivalIdentity(site(undefined)).pem, site('192.168.1.50'))).toBe(false);
    expect(arrivalIdentityFits('nothing', site(undefined))).toBe(false);
  });

  test('a key of another certificate is refused', () => {
    const [one = '', two = ''] = [0, 1].map(() => makeArrivalIdentity(site('192.168.1.50')).pem);
    const mixed = `${one.slice(0, one.indexOf('-----BEGIN PRIVATE'))}${two.slice(two.indexOf('-----BEGIN PRIVATE'))}`;
    expect(() => readArrivalIdentity(mixed)).toThrow(RangeError);
    expect(() => readArrivalIdentity('')).toThrow(RangeError);
  });
});
