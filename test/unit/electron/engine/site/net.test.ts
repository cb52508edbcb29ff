import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressText,
  contains,
  isNetworkOrBroadcast,
  networkText,
  overlaps,
  parseAddress,
  parseCidr,
  sameAddress,
} from '../../../../../electron/engine/site/net.ts';

describe('addresses', () => {
  it('are the same whatever their spelling', () => {
    expect(sameAddress('2001:db8::1', '2001:0DB8:0:0:0:0:0:1')).toBe(true);
    expect(sameAddress('::ffff:10.0.0.1', '::ffff:a00:1')).toBe(true);
    expect(sameAddress('10.0.0.1', '::a00:1')).toBe(false);
  });

  it('read back as written for every IPv4 and any IPv6 address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(addressText(parseAddress(text))).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const written = addressText(parseAddress(text));
        expect(isIPv6(written)).toBe(true);
        expect(sameAddress(written, text)).toBe(true);
        // Node's own URL parser as a second opinion on the short form.
        if (!text.includes('.')) expect(`[${written}]`).toBe(new URL(`http://[${text}]/`).hostname);
      }),
    );
  });

  it.each(['1.2.3', '1.2.3.256', 'a.b.c.d', '1::2::3', '12345::', ':', '1:2:3:4:5:6:7:8:9', ''])(
    'refuses %s',
    (text) => {
      expect(() => parseAddress(text)).toThrow(RangeError);
    },
  );
});

describe('networks', () => {
  it('contain their addresses and no others', () => {
    expect(contains('192.168.1.0/24', '192.168.1.255')).toBe(true);
    expect(contains('192.168.1.0/24', '192.168.2.0')).toBe(false);
    expect(contains('2001:db8::/64', '2001:db8::ffff')).toBe(true);
    expect(contains('2001:db8::/64', '2001:db8:0:1::')).toBe(false);
    expect(contains('0.0.0.0/0', '::1')).toBe(false);
  });

  it('overlap exactly when one contains the first address of the other', () => {
    const cidr = fc
      .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
      .map(([address, prefix]) => networkText(`${address}/${prefix}`));
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        const first = (text: string) => text.split('/')[0] ?? '';
        expect(overlaps(a, b)).toBe(contains(a, first(b)) || contains(b, first(a)));
      }),
    );
  });

  it('have a first and a last address that no machine has, down to /30', () => {
    expect(['10.0.0.0', '10.0.0.1', '10.0.0.3'].map((address) => isNetworkOrBroadcast('10.0.0.0/30', address))).toEqual(
      [true, false, true],
    );
    expect(isNetworkOrBroadcast('10.0.0.0/31', '10.0.0.0')).toBe(false);
  });

  it('keep their host bits until asked for the network', () => {
    expect(parseCidr('192.168.1.11/24').value).toBe(parseAddress('192.168.1.11').value);
    expect(networkText('192.168.1.11/24')).toBe('192.168.1.0/24');
    expect(networkText('2001:db8::1/64')).toBe('2001:db8::/64');
  });
});
