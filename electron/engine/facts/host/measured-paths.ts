import { type Command, change } from '../../shell/command.ts';
import { asArray, asObject, asText, type Json } from '../parse/text.ts';
import { RECORD_FOLDER } from './preflight-records.ts';

/** One way to measure, from a node to an address of another host. */
export interface Path {
  readonly address: string;
  /** Own address to ask from. */
  readonly source: string;
  /** Size of the largest packet that the own port claims to carry, header included; undefined = not asked. */
  readonly mtu?: number;
  /** TCP port with TLS that is to answer there; undefined = not asked. */
  readonly port?: number;
}

export interface PathFigures {
  readonly sent: number;
  readonly received: number;
  /** Round trip in milliseconds; absent where nothing came back. */
  readonly averageMs?: number;
  readonly longestMs?: number;
  /** Mean deviation in milliseconds. */
  readonly jitterMs?: number;
  /** The size that was tried, and whether it came through whole. */
  readonly mtu?: number;
  readonly carried?: boolean;
  /** The port that was tried, and whether anything answered on it; absent where nobody could say. */
  readonly port?: number;
  readonly answers?: boolean;
  /** What ping complained of: `ping: connect: Network is unreachable`. */
  readonly trouble?: string;
}

export interface MeasuredPaths {
  /** By address. */
  readonly figures: ReadonlyMap<string, PathFigures>;
  /** Hardware address that answered at an address, where it lies on a network of the node's own. */
  readonly neighbours: ReadonlyMap<string, string>;
}

/** Twenty packets in one second: enough to see a loss of 5 %, and jitter. */
const PACKETS = 20;
const LARGE_PACKETS = 3;
/** wget(1): a failure of the network. Every other end (a certificate, an odd answer) came over a connection; 1 and 2: wrongly called, 126 and 127: no wget. */
const NETWORK_FAILURE = 4;
const NOT_ASKED = [1, 2, 126, 127];
const END = '== end';

/**
 * Measures all paths of a node at once, in one round trip of about two seconds, and keeps what was said: the file is
 * whole or not there. A `change`, as it leaves that record on the node (and nothing else).
 */
export function measurePaths(record: string, paths: readonly Path[]): Command<'change'> {
  const file = `${RECORD_FOLDER}/${record}`;
  const pings = paths.flatMap(({ address, source, mtu, port }) => [
    ping(change`${address} figures 0`, change`ping -n -q -c ${PACKETS} -i 0.05 -W 1 -I ${source} ${address}`),
    ...(mtu === undefined
      ? []
      : [
          ping(
            change`${address} size ${mtu}`,
            change`ping -n -q -M do -s ${payloadOf(address, mtu)} -c ${LARGE_PACKETS} -i 0.2 -W 1 -I ${source} ${address}`,
          ),
        ]),
    ...(port === undefined ? [] : [knock(address, port)]),
  ]);
  const all = pings.reduce((before, next) => change`${before}${next}`, change``);
  return change`export LC_ALL=C; umask 077
mkdir -p ${RECORD_FOLDER} && {
${all}wait
printf '== - neighbours 0\\n'; ip -j neigh show
printf '%s\\n' ${END}
} > ${`${file}.new`} 2>&1 && mv ${`${file}.new`} ${file} && cat ${file}`;
}

/**
 * In the background; what it says is written in one piece, so that answers never mix. Only the lines that count are kept:
 * every later look reads them.
 */
function ping(title: Command<'change'>, command: Command<'change'>): Command<'change'> {
  return change`{ out=$(${command} 2>&1 | grep -E 'transmitted|^rtt|ping:'); printf '== %s %s %s\\n%s\\n' ${title} "$out"; } &
`;
}

/** Connects to a port as the nodes do when one asks another by its API; a PVE node has no curl. */
function knock(address: string, port: number): Command<'change'> {
  const url = `https://${address.includes(':') ? `[${address}]` : address}:${port}/`;
  return change`{ wget -q -t 1 -T 5 --no-proxy --no-check-certificate -O /dev/null ${url} 2>/dev/null; printf '== %s port %s\n%s\n' ${address} ${port} "$?"; } &
`;
}

/** What is left of a packet for ping to fill: IP and ICMP headers are 28 bytes, 48 with IPv6. */
function payloadOf(address: string, mtu: number): number {
  return mtu - (address.includes(':') ? 48 : 28);
}

/** Reads a record back; undefined = it is not whole. */
export function parseMeasuredPaths(text: string): MeasuredPaths | undefined {
  if (!text.trimEnd().endsWith(END)) return undefined;
  const figures = new Map<string, PathFigures>();
  let neighbours: ReadonlyMap<string, string> = new Map();
  for (const part of `\n${text}`.split('\n== ').slice(1)) {
    const [title = '', ...rest] = part.split('\n');
    const [address = '', kind, mtu] = title.split(' ');
    const said = rest.join('\n');
    const before = figures.get(address) ?? { sent: 0, received: 0 };
    const count = /(\d+) packets transmitted, (\d+) received/.exec(said);
    if (kind === 'figures') {
      const trouble = rest.find((line) => line.includes('ping:'))?.trim();
      const times = /= ([\d.]+)\/([\d.]+)\/([\d.]+)\/([\d.]+) ms/.exec(said);
      figures.set(address, {
        ...before,
        sent: Number(count?.[1] ?? 0),
        received: Number(count?.[2] ?? 0),
        ...(trouble === undefined ? {} : { trouble }),
        ...(times ? { averageMs: Number(times[2]), longestMs: Number(times[3]), jitterMs: Number(times[4]) } : {}),
      });
    } else if (kind === 'size') {
      figures.set(address, { ...before, mtu: Number(mtu), carried: Number(count?.[2] ?? 0) > 0 });
    } else if (kind === 'port') {
      const code = Number(rest[0] || '127');
      const answer = NOT_ASKED.includes(code) ? {} : { answers: code !== NETWORK_FAILURE };
      figures.set(address, { ...before, port: Number(mtu), ...answer });
    } else if (kind === 'neighbours') neighbours = parseNeighbours(said);
  }
  return { figures, neighbours };
}

/** Entries without a hardware address (nobody answered) are left out; an answer of another form is no answer. */
function parseNeighbours(text: string): ReadonlyMap<string, string> {
  try {
    return new Map(
      asArray(JSON.parse(text) as Json, 'the answer of ip')
        .map((json) => asObject(json, 'a neighbour'))
        .flatMap((entry) => {
          const [address, mac] = [asText(entry.dst), asText(entry.lladdr)];
          return address === undefined || mac === undefined ? [] : [[address, mac.toLowerCase()] as const];
        }),
    );
  } catch {
    return new Map();
  }
}

/** One line for the log and the report: `10.10.10.12: 0.21 ms (longest 0.29, jitter 0.02), 0 of 20 lost, 1500 bytes`. */
export function pathInWords(address: string, path: PathFigures): string {
  const lost = `${path.sent - path.received} of ${path.sent} lost`;
  const times =
    path.averageMs === undefined
      ? 'no answer'
      : `${path.averageMs} ms (longest ${path.longestMs}, jitter ${path.jitterMs})`;
  const trouble = path.trouble === undefined ? '' : `, ${path.trouble}`;
  const size = path.mtu === undefined ? '' : `, ${path.mtu} bytes ${path.carried ? 'carried' : 'not carried'}`;
  const port = path.answers === undefined ? '' : `, port ${path.port} ${path.answers ? 'answers' : 'silent'}`;
  return `${address}: ${times}, ${lost}${size}${port}${trouble}`;
}
