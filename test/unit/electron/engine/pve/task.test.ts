import { expect, test } from 'vitest';
import { DiagnosticError, describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { taskIn, taskSucceeded, waitForTask } from '../../../../../electron/engine/pve/task.ts';
import { scriptedTransport } from '../../../../support/scripted-transport.ts';

const UPID = 'UPID:pve1:00001A2B:0003C4D5:673E9A10:qmclone:100:root@pam:';
const STATUS = `pvesh get /nodes/pve1/tasks/${UPID}/status --output-format json`;
const LOG = `pvesh get /nodes/pve1/tasks/${UPID}/log --limit 0 --output-format json`;

function patience() {
  let clock = 0;
  return {
    signal: new AbortController().signal,
    note: () => {},
    wait: async (ms: number) => {
      clock += ms;
    },
    now: () => clock,
  };
}

test.each([
  ['as a JSON string', `"${UPID}"\n`],
  ['as a bare last line after the log', `create full clone\ntransferred 1 GiB\n${UPID}\n`],
  ['glued to the log, as pvesh does when it asks another node', `create full clonetransferred${UPID}`],
])('a task is found %s', (_, output) => {
  expect(taskIn(output)).toEqual({ upid: UPID, node: 'pve1' });
});

test('without a task there is none', () => {
  expect(taskIn('OK\n')).toBeUndefined();
});

test.each([
  ['OK', true],
  ['WARNINGS: 2', true],
  ['unexpected status', false],
  ['command failed: exit code 1', false],
])('%s is a success: %s', (status, success) => {
  expect(taskSucceeded(status)).toBe(success);
});

test('a task is waited for until it has stopped', async () => {
  const transport = scriptedTransport('pve1', [
    { command: STATUS, kind: 'read', stdout: '{"status":"running"}' },
    { command: STATUS, kind: 'read', stdout: '{"status":"stopped","exitstatus":"OK"}' },
  ]);
  await waitForTask(transport, patience(), { upid: UPID, node: 'pve1' }, 60_000);
  transport.finished();
});

test('a task that failed is thrown with its reason and the end of its log', async () => {
  const transport = scriptedTransport('pve1', [
    { command: STATUS, stdout: '{"status":"stopped","exitstatus":"no space"}' },
    { command: LOG, stdout: '[{"n":1,"t":"starting"},{"n":2,"t":"TASK ERROR: no space"}]' },
  ]);
  const error = await waitForTask(transport, patience(), { upid: UPID, node: 'pve1' }, 60_000).catch(
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(DiagnosticError);
  const [first] = (error as DiagnosticError).diagnostics;
  expect(describeDiagnostic(first, 'en').summary).toBe('A task on pve1 ended with an error: no space.');
  expect(first.evidence).toEqual([UPID, 'starting', 'TASK ERROR: no space']);
});

test('a task that does not end in time is said so', async () => {
  const transport = scriptedTransport('pve1', [], {
    whenever: [
      { command: STATUS, stdout: '{"status":"running"}' },
      { command: LOG, stdout: 'no json' },
    ],
  });
  await expect(waitForTask(transport, patience(), { upid: UPID, node: 'pve1' }, 5_000)).rejects.toThrow(
    'it did not end within 5 s',
  );
});
