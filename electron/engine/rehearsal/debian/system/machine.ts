import { KERNELS } from '../base-system.ts';
import { lookUpName } from '../names.ts';
import { text } from '../options.ts';
import { program } from '../program.ts';
import { log } from '../settings.ts';

export const hostname = program(
  { short: 'fsIidA', long: ['fqdn', 'long', 'short', 'all-ip-addresses', 'ip-address', 'domain', 'help', 'version'] },
  (context, options) => {
    const { host, world } = context;
    const name = text(host.files.read('/etc/hostname')).trim();
    if (options.operands[0] !== undefined) {
      host.files.write('/etc/hostname', Buffer.from(`${options.operands[0]}\n`));
      return 0;
    }
    const addresses = [...host.addresses.values()].flat().map((entry) => entry.split('/')[0]);
    if (options.has('I', 'all-ip-addresses')) context.stdout(`${addresses.join(' ')} \n`);
    else if (options.has('i', 'ip-address')) context.stdout(`${lookUpName(world, host, name)[0]?.address ?? ''}\n`);
    else if (options.has('f', 'fqdn', 'long') || options.has('d', 'domain')) {
      const full = lookUpName(world, host, name)[0]?.canonical ?? name;
      context.stdout(`${options.has('d', 'domain') ? full.split('.').slice(1).join('.') : full}\n`);
    } else context.stdout(`${name}\n`);
    return 0;
  },
);

export const uname = program(
  { short: 'asnrvmpio', long: ['all', 'kernel-name', 'nodename', 'kernel-release', 'machine', 'help', 'version'] },
  (context, options) => {
    const kernel = KERNELS[context.host.osVersion] ?? '6.1.0-sim';
    const parts: string[] = [];
    const all = options.has('a', 'all');
    if (all || options.has('s', 'kernel-name') || options.values.size === 0) parts.push('Linux');
    if (all || options.has('n', 'nodename')) parts.push(context.host.name);
    if (all || options.has('r', 'kernel-release')) parts.push(kernel);
    if (all || options.has('v')) parts.push('#1 SMP PREEMPT_DYNAMIC');
    if (all || options.has('m', 'machine')) parts.push('x86_64');
    if (all || options.has('o')) parts.push('GNU/Linux');
    context.stdout(`${parts.join(' ')}\n`);
    return 0;
  },
);

export const logger = program({ short: 't:p:s', long: ['tag=', 'priority='] }, (context, options) => {
  log(context.world, context.host, options.get('t', 'tag') ?? 'root', options.operands.join(' '));
  return 0;
});

export const nproc = program({ short: '', long: ['all', 'ignore=', 'help'] }, (context) => {
  context.stdout(`${context.host.hardware.cores}\n`);
  return 0;
});

export const uptime = program({ short: 'psV', long: ['since', 'pretty'] }, (context, options) => {
  const booted = context.world.bootedAt(context.host);
  if (options.has('s', 'since')) context.stdout(`${new Date(booted).toISOString().slice(0, 19).replace('T', ' ')}\n`);
  else
    context.stdout(
      ` up ${Math.floor((context.world.now() - booted) / 60000)} min,  0 users,  load average: 0.08, 0.05, 0.01\n`,
    );
  return 0;
});
