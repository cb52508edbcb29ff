import { createReadStream } from 'node:fs';
import { fail } from '../../api/diagnostic.ts';
import { change, read } from '../shell/command.ts';
import { saysDiskFull } from '../shell/disk-full.ts';
import { lastLines } from './collect.ts';
import { type Hand, isConnectionLost } from './hand.ts';
import type { Asset, UploadOptions } from './port.ts';

const ATTEMPTS_AFTER_A_LOST_CONNECTION = 4;
const PIECE_BYTES = 256 * 1024;
/** Far side hashing and a slow link: 20 MB a minute is the slowest we wait for, five minutes the least. */
const SLOWEST_BYTES_PER_MS = 333;
const LEAST_DEADLINE_MS = 300_000;

/**
 * Places a file: written beside its target, hashed on the far side, then given its mode and owner and renamed. One
 * command looks, one sends; `cat` over the command channel instead of SFTP, because it is the same with sudo, over a
 * jump host and on this machine, and because a cut upload goes on where it stopped. An equal target is not sent again
 * (its mode and owner are put right). A target that differs stays as it was until the whole new one is proven.
 */
export async function uploadAsset(hand: Hand, asset: Asset, target: string, options: UploadOptions): Promise<void> {
  const slash = target.lastIndexOf('/');
  if (slash < 0 || target.endsWith('/')) throw new RangeError(`an upload target is an absolute file path: ${target}`);
  const part = partOf(target, asset.sha256);
  const timeoutMs = Math.max(LEAST_DEADLINE_MS, Math.ceil(asset.sizeBytes / SLOWEST_BYTES_PER_MS));
  const mode = options.mode.toString(8).padStart(4, '0');
  const how = { ...(options.signal ? { signal: options.signal } : {}), timeoutMs };
  let damaged = 0;

  for (let attempt = 1; ; attempt += 1) {
    try {
      const there = await look(hand, target, part, asset.sizeBytes, how);
      if (there.sha256 === asset.sha256) {
        await adjust(hand, target, mode, options.owner, there, how);
        options.onBytes?.(asset.sizeBytes);
        return;
      }
      const from = there.partBytes > 0 && there.partBytes <= asset.sizeBytes ? there.partBytes : 0;
      const sent = await send(hand, asset, from, { target, part, mode }, options, how);
      if (sent === 'placed') return;
      damaged += 1; // once more: from the start, or from where a source that fell short left it
      if (damaged === 2) {
        throw fail('transport.upload-damaged', {
          params: { host: hand.host, file: target },
          evidence: [`expected ${asset.sha256}`, sent],
          subject: { host: hand.host, file: target },
        });
      }
    } catch (error) {
      if (!isConnectionLost(error) || attempt === ATTEMPTS_AFTER_A_LOST_CONNECTION) throw error;
      hand.note(`the connection was lost while sending ${target}; going on where it stopped`);
      await hand.clock.wait(1_000 * 2 ** (attempt - 1), options.signal);
    }
  }
}

/** Where a file lies until it is proven, and where one that broke off goes on. */
export function partOf(target: string, sha256: string): string {
  const slash = target.lastIndexOf('/');
  return `${target.slice(0, slash + 1)}.${target.slice(slash + 1)}.${sha256.slice(0, 12)}.part`;
}

interface Look {
  readonly sha256?: string;
  /** `0644 root:root` */
  readonly state?: string;
  readonly partBytes: number;
}
interface How {
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

async function look(hand: Hand, target: string, part: string, sizeBytes: number, how: How): Promise<Look> {
  const result = await hand.exec(
    read`if [ -f ${target} ] && [ "$(stat -c %s -- ${target})" = ${sizeBytes} ]; then
  printf 'same %s %s\\n' "$(stat -c '%a %U:%G' -- ${target})" "$(sha256sum <${target})"
fi
if [ -f ${part} ]; then printf 'part %s\\n' "$(stat -c %s -- ${part})"; fi`,
    how,
  );
  const same = /^same (\d+) (\S+) ([0-9a-f]{64})/m.exec(result.stdout);
  const begun = /^part (\d+)$/m.exec(result.stdout);
  return {
    ...(same ? { sha256: same[3] as string, state: `${(same[1] as string).padStart(4, '0')} ${same[2]}` } : {}),
    partBytes: begun ? Number(begun[1]) : 0,
  };
}

async function adjust(
  hand: Hand,
  target: string,
  mode: string,
  owner: string | undefined,
  there: Look,
  how: How,
): Promise<void> {
  const [modeThere, ownerThere = ''] = (there.state ?? '').split(' ');
  const isOwned = owner === undefined || ownerThere === owner || ownerThere.split(':')[0] === owner;
  if (modeThere === mode && isOwned) return;
  const command = owner ? change`chmod ${mode} ${target} && chown ${owner} ${target}` : change`chmod ${mode} ${target}`;
  const result = await hand.exec(command, how);
  if (result.code !== 0) throw refused(hand, target, result.stderr);
}

async function send(
  hand: Hand,
  asset: Asset,
  from: number,
  names: { readonly target: string; readonly part: string; readonly mode: string },
  options: UploadOptions,
  how: How,
): Promise<'placed' | string> {
  const { target, part, mode } = names;
  const chown = options.owner ? change`chown ${options.owner} ${part} && ` : change``;
  const into = from > 0 ? change`cat >>${part}` : change`cat >${part}`;
  // Input that ends early looks the same to cat as input that ends: only a part of full length is thrown away.
  // 0600 until it is whole: the part may be a secret file. sync of the file makes the rename safe in a power cut.
  const result = await hand.exec(
    change`umask 077 && ${into} && sum=$(sha256sum <${part}) && case "$sum" in
${asset.sha256}*) ${chown}chmod ${mode} ${part} && sync ${part} && mv -fT ${part} ${target} ;;
*) [ "$(stat -c %s -- ${part})" -lt ${asset.sizeBytes} ] || rm -f ${part}; echo "sitewright-damaged $sum" ;;
esac`,
    { ...how, stdin: counted(bytesOf(asset, from), from, options.onBytes) },
  );
  const damaged = /^sitewright-damaged (.*)$/m.exec(result.stdout);
  if (damaged) return `seen ${damaged[1]}`;
  if (result.code !== 0) throw refused(hand, target, result.stderr);
  return 'placed';
}

function refused(hand: Hand, target: string, stderr: string): Error {
  return fail(saysDiskFull(stderr) ? 'pve.disk-full' : 'transport.upload-refused', {
    params: { host: hand.host, file: target },
    evidence: lastLines(stderr),
    subject: { host: hand.host, file: target },
  });
}

async function* bytesOf(asset: Asset, from: number): AsyncGenerator<Uint8Array> {
  if ('bytes' in asset.source) {
    for (let at = from; at < asset.source.bytes.length; at += PIECE_BYTES) {
      yield asset.source.bytes.subarray(at, at + PIECE_BYTES);
    }
    return;
  }
  if (from >= asset.sizeBytes) return;
  yield* createReadStream(asset.source.path, { start: from, highWaterMark: PIECE_BYTES });
}

async function* counted(
  input: AsyncIterable<Uint8Array>,
  from: number,
  onBytes: UploadOptions['onBytes'],
): AsyncGenerator<Uint8Array> {
  let sent = from;
  for await (const piece of input) {
    yield piece;
    sent += piece.length;
    onBytes?.(sent);
  }
}
