import { afterEach, expect, it } from 'vitest';
import { type LabWorld, labHost, openLab } from './support/lab-world.ts';

let lab: LabWorld | undefined;
afterEach(() => lab?.world.close());

it('rules are asked in the order of the kernel: inserted ones first, appended ones last; a chain lists its own', async () => {
  lab = openLab([labHost('pve1', 'pve', '8.4', '192.0.2.11')]);
  const site = lab;
  const run = async (command: string) => {
    const { code, stdout, stderr } = await site.run('pve1', command);
    return { code, text: stdout + stderr };
  };
  const rule = (address: string) => `-d ${address} -p udp --dport 5405:5412 -j DROP`;
  await run(`iptables -A INPUT ${rule('192.0.2.1')}; iptables -A INPUT ${rule('192.0.2.2')}`);
  await run(`iptables -w -I INPUT 1 ${rule('192.0.2.3')}; iptables -I OUTPUT -s 192.0.2.4 -j DROP`);
  expect((await run('iptables -w -S INPUT')).text).toBe(
    ['192.0.2.3', '192.0.2.1', '192.0.2.2'].map((address) => `-A INPUT ${rule(address)}\n`).join(''),
  );
  expect((await run('iptables -S')).text).toContain('-A OUTPUT -s 192.0.2.4 -j DROP\n');
  expect((await run(`iptables -C INPUT ${rule('192.0.2.2')}; iptables -D INPUT ${rule('192.0.2.2')}`)).code).toBe(0);
  expect(await run(`iptables -D INPUT ${rule('192.0.2.2')}`)).toEqual({
    code: 1,
    text: 'iptables: Bad rule (does a matching rule exist in that chain?).\n',
  });
  expect((await run('iptables -I INPUT 2 -j DROP')).code).toBe(2); // not simulated, and not passed over either
});

it('corosync goes silent by a rule on its own port and address, and by no other', async () => {
  lab = openLab([labHost('pve1', 'pve', '8.4', '192.0.2.11'), labHost('pve2', 'pve', '8.4', '192.0.2.12')]);
  const site = lab;
  await site.run('pve1', 'pvecm create lab');
  await site.wait(12);
  await site.run('pve2', 'printf "rootpw\\nyes\\n" | pvecm add 192.0.2.11 --link0 192.0.2.12');
  const lostBy = async (rules: string) => {
    const set = rules.split('; ').map((rule) => `iptables ${rule}`);
    const script = `${set.join('; ')}; corosync-quorumtool -s; ${set.map((line) => line.replace(/-[IA] /, '-D ')).join('; ')}`;
    return /^Quorate:\s+No/m.test((await site.run('pve2', script)).stdout);
  };
  expect(await lostBy('-I INPUT -p udp --dport 53 -j DROP')).toBe(false);
  expect(await lostBy('-I INPUT -p tcp --dport 5405 -j DROP')).toBe(false);
  expect(await lostBy('-I INPUT -d 192.0.2.99 -p udp --dport 5405:5412 -j DROP')).toBe(false);
  expect(await lostBy('-A INPUT -p udp -j ACCEPT; -A INPUT -p udp --dport 5405 -j DROP')).toBe(false);
  expect(await lostBy('-I INPUT -d 192.0.2.12 -p udp --dport 5405:5412 -j DROP')).toBe(true);
  expect(await lostBy('-I OUTPUT -s 192.0.2.12/32 -p udp --dport 5405 -j REJECT')).toBe(true);
  expect(await lostBy('-I INPUT -j DROP')).toBe(true);
});
