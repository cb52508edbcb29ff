import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localAddresses, thisMachine } from '../../../../../electron/engine/app/this-machine.ts';

/** Linux 6.1, an interface without a cable among them. */
const ROUTES = `Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     |-- 10.77.0.0
        /24 link UNICAST
Local:
  +-- 0.0.0.0/0 3 0 5
     +-- 10.77.0.0/24 2 0 2
        |-- 10.77.0.11
           /32 host LOCAL
        |-- 10.77.0.255
           /32 link BROADCAST
     +-- 127.0.0.0/8 2 0 2
        |-- 127.0.0.1
           /32 host LOCAL
     |-- 192.168.10.11
        /32 host LOCAL
`;

describe('the machine that the program runs on', () => {
  it('has the addresses of its own, once, and neither loopback nor broadcast', () => {
    expect(localAddresses(ROUTES + ROUTES)).toEqual(['10.77.0.11', '192.168.10.11']);
    expect(localAddresses('')).toEqual([]);
  });

  it('has the public host keys of its SSH server, and nothing else of that folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sitewright-ssh-folder-'));
    try {
      writeFileSync(join(folder, 'ssh_host_ed25519_key.pub'), 'ssh-ed25519 AAAA root@pve1\n');
      writeFileSync(join(folder, 'ssh_host_ed25519_key'), 'PRIVATE BBBB\n');
      writeFileSync(join(folder, 'other.pub'), 'ssh-rsa CCCC\n');
      mkdirSync(join(folder, 'ssh_host_folder_key.pub'));
      expect(await thisMachine(folder)).toMatchObject({
        name: hostname(),
        hostKeys: ['AAAA'],
        uid: process.getuid?.(),
      });
      expect((await thisMachine(join(folder, 'none'))).hostKeys).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
