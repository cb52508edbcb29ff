import { createHash } from 'node:crypto';
import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import { type Command, change, quote, read, secretsOf, wireText } from '../shell/command.ts';
import { saysDiskFull } from '../shell/disk-full.ts';
import { collectText, lastLines } from './collect.ts';
import type { Hand } from './hand.ts';
import { type ExecOptions, type ExecResult, LONGEST_JOB_MS } from './port.ts';

/**
 * Long changes as detached units. On the host, below {@link JOBS_FOLDER}/<id>/:
 *   command         what /bin/sh runs          command.sha256  its digest
 *   run             the wrapper                began/          made (once) before the command starts
 *   log             stdout and stderr          exit            its exit status, written last
 * `mkdir` of the folder and the unit's name are the locks: two starts of one id run it once. What was begun and has
 * neither an exit file nor a living unit was lost with its host; it is never started a second time by itself.
 */
export const JOBS_FOLDER = '/var/lib/sitewright/jobs';

export interface PendingJob {
  readonly id: string;
  readonly state: 'running' | 'ended' | 'lost' | 'idle';
}

const DEFAULT_JOB_TIMEOUT_MS = 3_600_000;
const FIRST_POLL_MS = 250;
const SLOWEST_POLL_MS = 2_000;
/** A job outlives the network of its host being set anew; so long we keep calling. */
const LONGEST_SILENCE_MS = 300_000;
const LARGEST_RESULT_CHARS = 4 * 1024 * 1024;

/** Letters that a unit name may hold as they are (`@` would make an instance of a template) and a folder too. */
function folderName(id: string): string {
  const name = id.replace(/[^A-Za-z0-9_.-]/g, '-').replace(/^\.+/, '-');
  if (name === '' || name.length > 120) throw new RangeError(`not usable as a job id: ${id}`);
  return name;
}
function unitName(name: string): string {
  return `sitewright-job-${name}.service`;
}

/** The state of a job as one word on the first line; the log from byte `from` (counted from 0) follows. */
function pollCommand(folder: string, name: string, from: number): Command<'read'> {
  return read`cd ${`${folder}/${name}`} 2>/dev/null || { echo absent; exit 0; }
unit=$(systemctl is-active ${unitName(name)})
if [ -f exit ]; then printf 'ended %s\\n' "$(cat exit)"
else case "$unit" in
active|activating|deactivating|reloading) echo running ;;
*) if [ -d began ]; then echo lost; else echo idle; fi ;;
esac; fi
[ ! -f log ] || tail -c +${from + 1} log`;
}

/** Writes the files and starts the unit, unless that has been done: says started, there or conflict on stdout. */
function startCommand(jobsFolder: string, name: string, script: string): Command<'change'> {
  const folder = `${jobsFolder}/${name}`;
  const digest = createHash('sha256').update(script).digest('hex');
  const wrapper = `#!/bin/sh
cd ${quote(folder)} || exit 1
mkdir began 2>/dev/null || exit 0
/bin/sh ./command >log 2>&1 </dev/null
echo $? >exit.new
sync log exit.new
mv exit.new exit
`;
  return change`umask 077
mkdir -p ${jobsFolder} || exit 1
if mkdir ${folder} 2>/dev/null; then :; elif [ -f ${`${folder}/command.sha256`} ]; then
  if [ "$(cat ${`${folder}/command.sha256`})" != ${digest} ]; then echo conflict; exit 0; fi
  if [ -d ${`${folder}/began`} ]; then echo there; exit 0; fi
fi
cd ${folder} || exit 1
printf '%s' ${script} >command.$$ && printf '%s' ${wrapper} >run.$$ && printf '%s\\n' ${digest} >command.sha256.$$ &&
mv command.$$ command && mv run.$$ run && mv command.sha256.$$ command.sha256 || exit 1
systemd-run --quiet --collect --unit=${unitName(name)} --property=TimeoutStopSec=10 --setenv=LC_ALL=C.UTF-8 --setenv=HOME=/root --setenv=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /bin/sh ${`${folder}/run`} </dev/null
code=$?
if [ $code -ne 0 ] && [ ! -d began ] && ! systemctl is-active --quiet ${unitName(name)}; then exit $code; fi
echo started`;
}

/**
 * Runs a change as a job and gives back its result. stdout holds what the command printed on both streams, in order
 * (its last 4 M characters); where it failed, stderr repeats the last lines.
 */
export async function runJob(
  hand: Hand,
  id: string,
  command: Command<'change'>,
  options: ExecOptions = {},
): Promise<ExecResult> {
  const { host } = hand;
  const subject = { host };
  if (secretsOf(command).length > 0) throw fail('transport.job-secret', { params: { host, job: id }, subject });
  if (options.stdin !== undefined) throw new TypeError('a job has no standard input');
  const name = folderName(id);
  const deadlineAt = hand.clock.now() + (options.timeoutMs ?? DEFAULT_JOB_TIMEOUT_MS);

  // Starting is idempotent, so it may be sent again when the connection was lost.
  const start = (): Promise<ExecResult> =>
    persist(hand, options.signal, deadlineAt, () =>
      hand.exec(startCommand(hand.jobsFolder, name, wireText(command)), signalOf(options)),
    );
  let started = await start();
  if (started.stdout.startsWith('conflict')) {
    const before = await poll(hand, name, 0, () => {}, options.signal);
    if (before.state === 'running') throw fail('transport.job-conflict', { params: { host, job: id }, subject });
    await reapJob(hand, id);
    started = await start();
  }
  if (started.code !== 0) {
    throw fail(saysDiskFull(started.stderr) ? 'pve.disk-full' : 'transport.job-not-started', {
      params: { host, job: id },
      evidence: lastLines(started.stderr),
      subject,
    });
  }
  if (started.stdout.startsWith('there')) hand.note(`job ${id} was started before; attaching to it`);

  const result = await attach(hand, id, deadlineAt, options);
  // Reaped before the caller sees the result: what it stands for is decided by looking at the site, not by this file.
  await reapJob(hand, id).catch((error) => hand.note(`job ${id} could not be cleared away: ${String(error)}`));
  return result;
}

/**
 * Waits until a job of an earlier run has ended; its result stays for {@link runJob} of the same id and command. How long it was
 * given is not known any more: by default no job is ended before the longest of all would be.
 */
export async function awaitJob(
  hand: Hand,
  id: string,
  options: Pick<ExecOptions, 'signal' | 'timeoutMs'> = {},
): Promise<void> {
  const timeoutMs = options.timeoutMs ?? LONGEST_JOB_MS;
  await attach(hand, id, hand.clock.now() + timeoutMs, { ...signalOf(options), timeoutMs, keepOnStop: true }).catch(
    (error) => {
      if (!isCode(error, 'transport.job-lost')) throw error; // reaped by attach; the site is looked at next
    },
  );
}

/** The jobs that are on the host now. */
export async function pendingJobs(hand: Hand): Promise<readonly PendingJob[]> {
  const result = await hand.exec(read`cd ${hand.jobsFolder} 2>/dev/null || exit 0
for job in *; do
  [ -d "$job" ] || continue
  unit=$(systemctl is-active "sitewright-job-$job.service")
  if [ -f "$job/exit" ]; then echo "ended $job"
  else case "$unit" in
  active|activating|deactivating|reloading) echo "running $job" ;;
  *) if [ -d "$job/began" ]; then echo "lost $job"; else echo "idle $job"; fi ;;
  esac; fi
done`);
  return result.stdout.split('\n').flatMap((line) => {
    const match = /^(ended|running|lost|idle) (.+)$/.exec(line);
    return match ? [{ id: match[2] as string, state: match[1] as PendingJob['state'] }] : [];
  });
}

/** Ends the unit if it still lives and removes the job's folder. */
export async function reapJob(hand: Hand, id: string): Promise<void> {
  const name = folderName(id);
  await hand.exec(
    change`systemctl stop ${unitName(name)} 2>/dev/null
systemctl reset-failed ${unitName(name)} 2>/dev/null
rm -rf ${`${hand.jobsFolder}/${name}`}`,
    { isQuiet: true },
  );
}

async function attach(
  hand: Hand,
  id: string,
  deadlineAt: number,
  options: ExecOptions & { readonly keepOnStop?: boolean },
): Promise<ExecResult> {
  const { host } = hand;
  const name = folderName(id);
  const params = { host, job: id };
  const text = collectText(host, (line) => {
    hand.line(line, 'out');
    options.onLine?.(line, 'out');
  });
  let received = 0;
  let waitMs = FIRST_POLL_MS;
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      const seen = await persist(
        hand,
        options.signal,
        Math.min(deadlineAt, hand.clock.now() + LONGEST_SILENCE_MS),
        () => poll(hand, name, received, text.push, options.signal),
        'and-refused',
      );
      received += seen.bytes;
      if (seen.state === 'ended') {
        const all = text.end();
        const stdout = all.length > LARGEST_RESULT_CHARS ? all.slice(-LARGEST_RESULT_CHARS) : all;
        return { code: seen.code, stdout, stderr: seen.code === 0 ? '' : lastLines(stdout).join('\n') };
      }
      if (seen.state !== 'running') {
        await reapJob(hand, id);
        throw fail('transport.job-lost', { params, evidence: lastLines(text.soFar()), subject: { host } });
      }
      if (hand.clock.now() >= deadlineAt) {
        await reapJob(hand, id);
        const seconds = Math.round((options.timeoutMs ?? DEFAULT_JOB_TIMEOUT_MS) / 1000);
        throw fail('transport.command-timeout', {
          params: { host, seconds },
          evidence: [`job ${id}`, ...lastLines(text.soFar())],
          subject: { host },
        });
      }
      waitMs = seen.bytes > 0 ? FIRST_POLL_MS : Math.min(waitMs * 1.5, SLOWEST_POLL_MS);
      await hand.clock.wait(waitMs, options.signal);
    }
  } catch (error) {
    if (!options.signal?.aborted) throw error;
    if (!options.keepOnStop) await reapJob(hand, id);
    throw fail('transport.stopped', {
      params: { host },
      evidence: [options.keepOnStop ? `job ${id} goes on` : `job ${id} was ended`, ...lastLines(text.soFar())],
      subject: { host },
    });
  }
}

interface Seen {
  readonly state: 'absent' | 'running' | 'ended' | 'lost' | 'idle';
  readonly code: number;
  /** Bytes of the log in this answer. */
  readonly bytes: number;
}

async function poll(
  hand: Hand,
  name: string,
  from: number,
  onLog: (chunk: Uint8Array) => void,
  signal: AbortSignal | undefined,
): Promise<Seen> {
  // Held back until the answer is whole: a lost connection must not count bytes twice.
  const chunks: Uint8Array[] = [];
  await hand.exec(pollCommand(hand.jobsFolder, name, from), {
    ...(signal ? { signal } : {}),
    onOut: (chunk) => chunks.push(chunk),
    isQuiet: true,
  });
  const answer = Buffer.concat(chunks);
  const newline = answer.indexOf(10);
  const [state, code] = answer.toString('latin1', 0, Math.max(newline, 0)).split(' ');
  const log = answer.subarray(newline + 1);
  if (state !== 'absent' && state !== 'running' && state !== 'ended' && state !== 'lost' && state !== 'idle') {
    throw fail('transport.connection-lost', {
      params: { host: hand.host },
      evidence: ['the answer about a job was cut off'],
      subject: { host: hand.host },
    });
  }
  if (log.length > 0) onLog(log);
  return { state, code: Number(code ?? 0), bytes: log.length };
}

/**
 * Tries again with back-off while the host cannot be reached; only for what may be sent twice. While a job is followed a
 * refused login is no end either: authorized_keys of a PVE node lies in /etc/pve, which is away for seconds while the
 * node joins (pve-facts 2.4). A laptop that has slept finds its connections gone and the time over: it calls once more before
 * it gives up.
 */
async function persist<T>(
  hand: Hand,
  signal: AbortSignal | undefined,
  untilAt: number,
  act: () => Promise<T>,
  refused?: 'and-refused',
): Promise<T> {
  let hasCalledAgain = false;
  for (let waitMs = 1_000; ; waitMs = Math.min(waitMs * 2, 15_000)) {
    try {
      return await act();
    } catch (error) {
      const isPassing = isUnreachable(error) || (refused !== undefined && isCode(error, 'transport.login-refused'));
      const isOver = hasCalledAgain && hand.clock.now() >= untilAt;
      if (signal?.aborted || isOver || !isPassing) throw error;
      hasCalledAgain = true;
      hand.note(`${hand.host} does not answer; the job goes on there, calling again`);
      await hand.clock.wait(waitMs, signal);
    }
  }
}

const UNREACHABLE = [
  'transport.connection-lost',
  'transport.unreachable',
  'transport.refused',
  'transport.no-handshake',
  'transport.command-timeout',
] as const;

function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.some((code) => isCode(error, code));
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof DiagnosticError && error.diagnostics[0].code === code;
}

function signalOf(options: Pick<ExecOptions, 'signal'>): { readonly signal?: AbortSignal } {
  return options.signal ? { signal: options.signal } : {};
}
