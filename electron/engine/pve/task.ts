import { fail } from '../../api/diagnostic.ts';
import { asText, parseEntries, parseObject } from '../facts/parse/text.ts';
import { read } from '../shell/command.ts';
import type { ReadTransport } from '../transport/port.ts';
import { type Patience, until } from './patience.ts';

/** A task's name as the vendor prints it; the trailing colon belongs to it. */
const UPID = /UPID:([^:\s"]+):[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:[^:\s"]+:[^:\s"]*:[^:\s"]+:/g;

/** The last task named in an output of pvesh (its log comes before it), with the node that runs it. */
export function taskIn(output: string): { readonly upid: string; readonly node: string } | undefined {
  const found = [...output.matchAll(UPID)].at(-1);
  return found ? { upid: found[0], node: found[1] ?? '' } : undefined;
}

/** Whether a task's `exitstatus` is a success. */
export function taskSucceeded(exitStatus: string): boolean {
  return exitStatus === 'OK' || /^WARNINGS: \d+$/.test(exitStatus);
}

/**
 * Waits until a task has ended and throws where it failed, with the last lines of its log.
 * @param deadlineMs time allowed
 */
export async function waitForTask(
  transport: ReadTransport,
  patience: Patience,
  task: { readonly upid: string; readonly node: string },
  deadlineMs: number,
): Promise<void> {
  const path = `/nodes/${task.node}/tasks/${task.upid}`;
  const exit = await until(patience, { deadlineMs, everyMs: 1_000 }, async () => {
    const answer = await transport.exec(read`pvesh get ${`${path}/status`} --output-format json`, {
      signal: patience.signal,
    });
    if (answer.code !== 0) return answer.stderr.trim() || `exit code ${answer.code}`;
    const status = parseObject(answer.stdout, 'task status');
    return asText(status.status) === 'stopped' ? (asText(status.exitstatus) ?? 'unexpected status') : undefined;
  });
  if (exit !== undefined && taskSucceeded(exit)) return;
  const log = await transport.exec(read`pvesh get ${`${path}/log`} --limit 0 --output-format json`, {
    signal: patience.signal,
  });
  throw fail('pve.task-failed', {
    params: { host: task.node, reason: exit ?? `it did not end within ${Math.round(deadlineMs / 1000)} s` },
    evidence: [task.upid, ...logLines(log.stdout)],
    subject: { host: task.node },
  });
}

function logLines(output: string): readonly string[] {
  try {
    return parseEntries(output, 'the log of the task')
      .slice(-20)
      .map((line) => asText(line.t) ?? '');
  } catch {
    return [];
  }
}
