import { describe, expect, it } from 'vitest';
import { type Diagnostic, describeDiagnostic, diagnostic } from '../../../../electron/api/diagnostic.ts';
import { connectDiagnostics } from '../../../../electron/api/diagnostics/connect.ts';
import { LANGUAGES } from '../../../../electron/api/text.ts';
import { fixCommands } from '../../../../renderer/ui/fix-commands.ts';

const params = { name: 'eth0', address: '192.168.1.50', prefix: 24, port: 8443, mask: '255.255.255.0' };
const commands = (entry: Diagnostic, language: 'en' | 'es' = 'en') =>
  fixCommands(entry, describeDiagnostic(entry, language));

describe('the exact fix for this system', () => {
  it('each way is a command of its own, with the words before it apart', () => {
    expect(commands(diagnostic('connect.set-address-linux', { params }))).toEqual([
      {
        before: '',
        command:
          'nmcli connection add type ethernet ifname eth0 con-name sitewright ipv4.method manual ipv4.addresses 192.168.1.50/24 && nmcli connection up sitewright',
      },
      { before: 'without NetworkManager:', command: 'sudo ip address add 192.168.1.50/24 dev eth0' },
    ]);
  });
  it('a sentence to be read is no command', () => {
    expect(commands(diagnostic('connect.on-battery', { params: { percent: 40 } }))).toEqual([]);
  });
  const fixes = Object.keys(connectDiagnostics).filter((code) => /\.(set-address|firewall|sleep)-/.test(code));
  it.each(fixes)('%s: what is copied begins with a program, in both languages', (code) => {
    for (const language of LANGUAGES) {
      const found = commands(diagnostic(code as keyof typeof connectDiagnostics, { params }), language);
      expect(found.length).toBeGreaterThan(0);
      for (const { command } of found)
        expect(command).toMatch(
          /^(sudo|nmcli|netsh|networksetup|systemd-inhibit|powercfg|caffeinate|New-Net[A-Za-z]+) /,
        );
    }
  });
});
