import type { Program, ProgramContext, SimHost } from '../kernel/program.ts';
import { cableBetween } from './faults.ts';
import { type Interface, interfacesOf, sameNetwork } from './interfaces.ts';
import { lookUpName } from './names.ts';
import { complain, program } from './program.ts';

const HEADERS_BYTES = 28;

/** The interface that has this address. */
function portOf(context: ProgramContext, host: SimHost, address: string): Interface | undefined {
  return interfacesOf(context.world, host).find((entry) =>
    entry.addresses.some((own) => own.split('/')[0] === address),
  );
}

/** The interface that leads into the network of an address. */
function portTowards(context: ProgramContext, address: string): Interface | undefined {
  return interfacesOf(context.world, context.host).find((entry) =>
    entry.addresses.some((own) => sameNetwork(address, own)),
  );
}

/** ping of iputils: replies, the two lines of its end, and its exit codes (0 an answer, 1 none, 2 another error). */
export const ping: Program = program(
  { short: 'c:W:w:i:qn46I:s:M:', long: ['help'], usageCode: 2 },
  async (context, options) => {
    const { world, host } = context;
    const target = options.operands[0];
    if (target === undefined) return complain(context, 'usage error: Destination address required', 1);
    const [answer] = lookUpName(world, host, target);
    if (!answer) return complain(context, `${target}: Name or service not known`, 2);
    const { address } = answer;
    const source = options.get('I');
    if (source !== undefined && /^[\d.]+$/.test(source) && portOf(context, host, source) === undefined)
      return complain(context, 'bind: Cannot assign requested address', 2);

    const count = Number(options.get('c') ?? '1');
    const intervalSeconds = Number(options.get('i') ?? '1');
    const size = Number(options.get('s') ?? '56');
    const isSelf = address.startsWith('127.');
    const peer = isSelf ? host : world.hostAt(address);
    const cable = peer
      ? cableBetween(world, [
          { host, port: portTowards(context, address) },
          { host: peer, port: portOf(context, peer, address) },
        ])
      : undefined;
    const isWhole = options.get('M') !== 'do' || isSelf || size + HEADERS_BYTES <= (cable?.mtu ?? 0);
    const isUp = peer !== undefined && world.reachable(host, peer) && isWhole;
    context.stdout(
      `PING ${target} (${address}) ${source === undefined ? '' : `from ${source} : `}${size}(${size + HEADERS_BYTES}) bytes of data.\n`,
    );

    const times: number[] = [];
    for (let index = 1; index <= count; index += 1) {
      if (index > 1 && !options.has('q')) await context.sleep(intervalSeconds);
      if (!isUp || !cable || (cable.losesEvery > 0 && index % cable.losesEvery === 0)) continue;
      const time = cable.latencyMs + (world.random() * 2 - 1) * cable.jitterMs;
      times.push(time);
      if (!options.has('q'))
        context.stdout(`${size + 8} bytes from ${address}: icmp_seq=${index} ttl=64 time=${time.toFixed(3)} ms\n`);
    }
    if (options.has('q')) await context.sleep(intervalSeconds * (count - 1));
    if (times.length < count) await context.sleep(Number(options.get('W') ?? '1'));
    const lostPercent = Math.round(((count - times.length) / count) * 100);
    const tookMs = Math.round((count - 1) * intervalSeconds * 1000);
    context.stdout(
      `\n--- ${target} ping statistics ---\n${count} packets transmitted, ${times.length} received, ${lostPercent}% packet loss, time ${tookMs}ms\n${times.length === 0 ? '\n' : ''}`,
    );
    if (times.length === 0) return 1;
    const average = times.reduce((sum, time) => sum + time, 0) / times.length;
    const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - average) ** 2, 0) / times.length);
    const figures = [Math.min(...times), average, Math.max(...times), deviation].map((value) => value.toFixed(3));
    context.stdout(`rtt min/avg/max/mdev = ${figures.join('/')} ms\n`);
    return 0;
  },
);
