import { describe, expect, it } from 'vitest';
import { seenText } from '../../../../electron/api/seen-text.ts';

describe('what a check saw, for people', () => {
  it.each([
    [
      'node/pve-node1 at 2026-11-22T10:36:41.944Z: CPU 7.4 %, memory 3747483648 B, disk 3200000000 B',
      'node/pve-node1 at 2026-11-22T10:36:41.944Z: CPU 7,4 %, memory 3,5 GiB, disk 3 GiB',
    ],
    ['answer: 2048 B in 0.25 s', 'answer: 2 KiB in 0,25 s'],
    ['192.168.1.100: status 200', '192.168.1.100: status 200'],
    ['libc 2.36-9 s390x, 12 B, /dev/sda1234 Bytes', 'libc 2.36-9 s390x, 12 B, /dev/sda1234 Bytes'],
    ['10.10.10.11 s', '10.10.10.11 s'],
  ])('%s', (line, spanish) => {
    expect(seenText(line, 'es')).toBe(spanish);
    expect(seenText(line, 'en')).toBe(spanish.replace(/(\d),(\d)/g, '$1.$2'));
  });
});
