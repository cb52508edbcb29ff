import { describe, expect, test } from 'vitest';
import {
  measurePaths,
  parseMeasuredPaths,
  pathInWords,
} from '../../../../../electron/engine/facts/host/measured-paths.ts';
import { wireText } from '../../../../../electron/engine/shell/command.ts';

/** As iputils 20221126 and iproute2 wrote it between two network namespaces; the lossy line as ping prints it under loss. */
const RECORD = `== 10.9.7.2 figures 0
ping: bind: Cannot assign requested address
== 10.9.9.2 size 1500
3 packets transmitted, 3 received, 0% packet loss, time 402ms
rtt min/avg/max/mdev = 0.042/0.055/0.068/0.010 ms
== 10.9.9.2 figures 0
20 packets transmitted, 20 received, 0% packet loss, time 1070ms
rtt min/avg/max/mdev = 0.032/0.065/0.276/0.049 ms
== 10.9.6.2 figures 0
20 packets transmitted, 17 received, +3 errors, 15% packet loss, time 1071ms
rtt min/avg/max/mdev = 44.038/45.072/46.292/0.550 ms
== 10.9.8.2 size 9000
3 packets transmitted, 0 received, 100% packet loss, time 2212ms
== 10.9.8.2 figures 0
20 packets transmitted, 20 received, 0% packet loss, time 1071ms
rtt min/avg/max/mdev = 0.038/0.072/0.292/0.050 ms
== 10.9.9.3 figures 0
20 packets transmitted, 0 received, 100% packet loss, time 3022ms
== - neighbours 0
[{"dst":"10.9.9.2","dev":"va","lladdr":"6A:8f:f8:3c:bf:b6","state":["REACHABLE"]},{"dst":"10.9.9.3","dev":"va","state":["FAILED"]}]
== end
`;

describe('what a node wrote down of its paths', () => {
  test('is read by address, in whatever order the answers came', () => {
    const measured = parseMeasuredPaths(RECORD);
    expect(Object.fromEntries(measured?.figures ?? [])).toEqual({
      '10.9.7.2': { sent: 0, received: 0, trouble: 'ping: bind: Cannot assign requested address' },
      '10.9.9.2': {
        sent: 20,
        received: 20,
        averageMs: 0.065,
        longestMs: 0.276,
        jitterMs: 0.049,
        mtu: 1500,
        carried: true,
      },
      '10.9.6.2': { sent: 20, received: 17, averageMs: 45.072, longestMs: 46.292, jitterMs: 0.55 },
      '10.9.8.2': {
        sent: 20,
        received: 20,
        averageMs: 0.072,
        longestMs: 0.292,
        jitterMs: 0.05,
        mtu: 9000,
        carried: false,
      },
      '10.9.9.3': { sent: 20, received: 0 },
    });
    expect([...(measured?.neighbours ?? [])]).toEqual([['10.9.9.2', '6a:8f:f8:3c:bf:b6']]);
  });

  test('is nothing where it was cut off', () => {
    expect(parseMeasuredPaths('')).toBeUndefined();
    expect(parseMeasuredPaths(RECORD.replace('== end\n', ''))).toBeUndefined();
  });

  test('is one line a path for a person', () => {
    const figures = parseMeasuredPaths(RECORD)?.figures ?? new Map();
    expect([...figures].map(([address, path]) => pathInWords(address, path))).toEqual([
      '10.9.7.2: no answer, 0 of 0 lost, ping: bind: Cannot assign requested address',
      '10.9.9.2: 0.065 ms (longest 0.276, jitter 0.049), 0 of 20 lost, 1500 bytes carried',
      '10.9.6.2: 45.072 ms (longest 46.292, jitter 0.55), 3 of 20 lost',
      '10.9.8.2: 0.072 ms (longest 0.292, jitter 0.05), 0 of 20 lost, 9000 bytes not carried',
      '10.9.9.3: no answer, 20 of 20 lost',
    ]);
  });
});

test('a packet fills the size that the port claims, with the headers of either family', () => {
  const text = wireText(
    measurePaths('paths-links.txt', [
      { address: '10.10.10.12', source: '10.10.10.11', mtu: 9000 },
      { address: 'fd00::12', source: 'fd00::11', mtu: 1500 },
    ]),
  );
  expect(text).toContain('-M do -s 8972 ');
  expect(text).toContain('-M do -s 1452 -c 3 -i 0.2 -W 1 -I fd00::11 fd00::12');
});
