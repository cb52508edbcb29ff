import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pmxcfs } from '../../../../../electron/engine/facts/pve/pmxcfs.ts';
import { pools } from '../../../../../electron/engine/facts/pve/pools.ts';
import { quorum } from '../../../../../electron/engine/facts/pve/quorum.ts';
import { parseResources, resources } from '../../../../../electron/engine/facts/pve/resources.ts';
import { wireText } from '../../../../../electron/engine/shell/command.ts';
import { observed, observedPart } from './observed.ts';

const of = (stdout: string, code = 0, stderr = '') => ({ code, stdout, stderr });

test('votes of two nodes', () => {
  const text = observedPart(/Quorum information\n[\s\S]*?Expected votes: {3}2[\s\S]*?192\.0\.2\.12/);
  expect(quorum.parse(of(text))).toEqual({
    known: true,
    value: { running: true, quorate: true, expectedVotes: 2, totalVotes: 2, needed: 2, qdevice: false },
  });
});

test('votes of two nodes and a witness', () => {
  const text = observedPart(/Quorum information\n[\s\S]*?Flags: {12}Quorate Qdevice/);
  expect(quorum.parse(of(text))).toMatchObject({ known: true, value: { totalVotes: 3, qdevice: true } });
});

test('no quorum is an answer although the tool ends with 2', () => {
  const text = observedPart(/Quorum information\n[\s\S]*?Quorate: {10}No[\s\S]*?Activity blocked/);
  expect(quorum.parse(of(text, 2))).toMatchObject({ known: true, value: { running: true, quorate: false } });
});

test('corosync not running is told from a tool that is not there', () => {
  expect(quorum.parse(of('', 1, 'Cannot initialize QUORUM service'))).toMatchObject({
    known: true,
    value: { running: false },
  });
  expect(quorum.parse(of('', 127, 'sh: corosync-quorumtool: not found'))).toMatchObject({ known: false });
});

test('guests come alike, whatever order the vendor lists them in', () => {
  const answers = observed('pvesh get /cluster/resources --type vm --output-format json', '8');
  const list =
    answers.map((entry) => JSON.parse(entry.stdout) as unknown[]).sort((a, b) => b.length - a.length)[0] ?? [];
  const there = parseResources(JSON.stringify(list));
  const back = parseResources(JSON.stringify([...list].reverse()));
  expect(there.guests.size).toBe(list.length);
  expect(list.length).toBeGreaterThan(2);
  expect([...back.guests]).toEqual([...there.guests]);
});

test('a pvesh that failed is unknown with its own last words', () => {
  expect(resources.parse(of('', 255, 'trouble\nipcc_send_rec[1] failed: Connection refused\n'))).toEqual({
    known: false,
    why: 'exit code 255: ipcc_send_rec[1] failed: Connection refused',
  });
});

test('output that is no JSON is unknown, not empty', () => {
  expect(resources.parse(of('<html>'))).toMatchObject({ known: false });
});

test('pools with their health; none is not unknown, no zfs is', () => {
  const two = pools.parse(of('data\t960197124096\tONLINE\nrpool\t1000\tDEGRADED\n'));
  expect(two.known && [...two.value.values()].map((pool) => `${pool.name} ${pool.health}`)).toEqual([
    'data ONLINE',
    'rpool DEGRADED',
  ]);
  expect(pools.parse(of('', 0, 'no pools available'))).toEqual({ known: true, value: new Map() });
  expect(pools.parse(of('', 127, 'sh: zpool: not found'))).toMatchObject({ known: false });
});

test('the cluster file system is mounted only where local is a link into nodes/', () => {
  const listing = 'lrwxr-xr-x 1 root www-data 0 Jan  1  1970 /etc/pve/local -> nodes/pve1';
  expect(pmxcfs.parse(of(`nodes/pve1\n${listing}\n`))).toEqual({
    known: true,
    value: { mounted: true, writable: true },
  });
  expect(pmxcfs.parse(of(`nodes/pve1\n${listing.replace('lrw', 'lr-')}\n`))).toMatchObject({
    value: { writable: false },
  });
  expect(pmxcfs.parse(of('', 1))).toEqual({ known: true, value: { mounted: false, writable: false } });
});

test('without a guest in the cluster nobody starts Perl to ask what runs; without pmxcfs it is unknown', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-vmlist-'));
  const ask = (vmlist: string | undefined) => {
    if (vmlist !== undefined) writeFileSync(join(folder, 'vmlist'), vmlist);
    const script = wireText(resources.command).replaceAll('/etc/pve/.vmlist', join(folder, 'vmlist'));
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8', env });
    return resources.parse({ code: status ?? 255, stdout, stderr });
  };
  try {
    writeFileSync(join(folder, 'pvesh'), '#!/bin/sh\necho \'[{"vmid":100,"node":"a","status":"running"}]\'\n', {
      mode: 0o755,
    });
    expect(ask(undefined).known).toBe(false);
    expect(ask(observedPart(/\{\n"version": 1\n\n\}/))).toEqual({ known: true, value: { guests: new Map() } });
    const some = ask('{\n"version": 9,\n"ids": {\n"100": { "node": "a", "type": "qemu", "version": 7 }}\n\n}\n');
    expect(some.known && some.value.guests.get(100)?.status).toBe('running');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
