import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DiagnosticError, describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import type { FlasherEvent, FlasherRequest } from '../../../../../../electron/api/drive.ts';
import { makeImages } from '../../../../../../electron/engine/image/make-images.ts';
import { elevatedFlasher } from '../../../../../../electron/engine/usb/elevation/elevated-flasher.ts';
import { linuxElevation } from '../../../../../../electron/engine/usb/elevation/linux.ts';
import { macosElevation } from '../../../../../../electron/engine/usb/elevation/macos.ts';
import { flasherByNeed } from '../../../../../../electron/engine/usb/elevation/needs-elevation.ts';
import { openPrivateChannel } from '../../../../../../electron/engine/usb/elevation/private-channel.ts';
import type { ElevationTwin } from '../../../../../../electron/engine/usb/elevation/twin.ts';
import { windowsElevation } from '../../../../../../electron/engine/usb/elevation/windows.ts';
import { flashDrives } from '../../../../../../electron/engine/usb/flash-drives.ts';
import type { RunFlasher } from '../../../../../../electron/engine/usb/run-flasher.ts';
import { emptyFile, emptyFileIdentity, stampOf } from '../../../../../support/flash-one.ts';
import { bundleFlasher } from '../../../../../support/flasher.ts';
import { makeScratch, makeStandIn, removeScratch } from '../../../../../support/iso/stand-in-iso.ts';

const SECRET = '$6$salt$of-the-root-password';

let folder: string;
let base: string;
let overlay: string;
let fullImage: Buffer;
let flasherPath: string;
const PATH = process.env.PATH ?? '';

beforeAll(async () => {
  folder = makeScratch('elevation');
  base = join(folder, 'base.iso');
  makeStandIn('proxmox', base, { contentBytes: 3_000_000 });
  flasherPath = await bundleFlasher(folder);
  const acceptBase = createHash('sha256').update(readFileSync(base)).digest('hex');
  const nodes = [{ node: 'pve1', answer: `[global]\nroot-password-hashed = "${SECRET}"\n` }];
  const options = { basePath: base, outDir: folder, siteId: 'site', nodes, acceptBase };
  await makeImages(options);
  await makeImages({ ...options, full: true });
  overlay = join(folder, 'pve1.overlay');
  fullImage = readFileSync(join(folder, 'pve1.iso'));
});

afterEach(() => {
  process.env.PATH = PATH;
});

afterAll(() => removeScratch(folder));

/** A program called pkexec first in PATH. */
function standIn(script: string): void {
  const bin = mkdtempSync(join(folder, 'bin-'));
  const path = join(bin, 'pkexec');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  process.env.PATH = `${bin}:${PATH}`;
}

const flashTo = (device: string, runFlasher: RunFlasher, confirm = device) =>
  flashDrives({ images: [{ imagePath: overlay, device, confirm }], basePath: base, runFlasher });

/** To write an empty file of that name. */
const fileRequest = (name: string): FlasherRequest => ({
  version: 2,
  drives: [
    {
      device: join(folder, name),
      identity: emptyFileIdentity(join(folder, name)),
      task: { kind: 'flash', basePath: base, baseStamp: stampOf(base), overlayPath: overlay },
    },
  ],
});

describe('on Linux', () => {
  it('pkexec is asked once for a list of drives, and nothing secret stands in its arguments', async () => {
    const seen = join(folder, 'argv');
    // As pkexec does: another environment, the same stdin and stdout.
    standIn(`printf '%s\\n' "$@" >> ${seen}; exec env -i PATH=${PATH} "$@"`);
    const targets = ['elevated-1.img', 'elevated-2.img'].map((name) => emptyFile(join(folder, name)));
    const outcomes = await flashDrives({
      images: targets.map((device) => ({ imagePath: overlay, device, confirm: device })),
      basePath: base,
      runFlasher: elevatedFlasher({ flasherPath, platform: 'linux' }),
    });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    for (const target of targets) expect(readFileSync(target).equals(fullImage)).toBe(true);
    const argv = readFileSync(seen, 'utf8').trim().split('\n');
    expect(argv).toEqual([process.execPath, flasherPath]);
  });

  it.each([
    ['dismissed', 'exit 126', 'flash.elevation-dismissed'],
    [
      'asked where no agent runs',
      'echo "Error executing command as another user: No authentication agent found." >&2; exit 127',
      'flash.elevation-no-agent',
    ],
  ])('%s, it says what to do and which command does the same', async (_, script, code) => {
    standIn(script);
    const target = emptyFile(join(folder, 'it is refused.img'));
    const [outcome] = await flashTo(target, elevatedFlasher({ flasherPath, platform: 'linux' }));
    if (outcome?.outcome !== 'failed') throw new Error('it was not refused');
    expect(outcome).toMatchObject({ touched: false, diagnostics: [{ code }] });
    const [diagnostic] = outcome.diagnostics;
    const hint = diagnostic ? describeDiagnostic(diagnostic, 'en').hint : '';
    expect(hint).toContain(`sudo sitewright flash ${overlay} --to '${target}' --confirm '${target}' --base ${base}`);
    expect(statSync(target).size).toBe(0);
  });

  it('without pkexec it says what to install', async () => {
    process.env.PATH = folder;
    const [outcome] = await flashTo(
      emptyFile(join(folder, 'none.img')),
      elevatedFlasher({ flasherPath, platform: 'linux' }),
    );
    expect(outcome).toMatchObject({
      diagnostics: [{ code: 'flash.elevation-missing', params: { program: 'pkexec' } }],
    });
  });

  it.each([
    ['flasher', { flasherPath: '/none/flasher.cjs' }],
    ['program for it', { execPath: '/none/sitewright' }],
  ])('a %s that root cannot reach is told apart from permission not given', async (_, missing) => {
    // as pkexec 122 says it
    standIn('[ -x "$1" ] || { echo "Error accessing $1: No such file or directory" >&2; exit 127; }; exec "$@"');
    const runFlasher = elevatedFlasher({ flasherPath, platform: 'linux', ...missing });
    const [outcome] = await flashTo(emptyFile(join(folder, 'x.img')), runFlasher);
    expect(outcome).toMatchObject({ diagnostics: [{ code: 'flash.helper-missing' }] });
  });
});

it('on Linux Electron is told to be Node, and a runtime of its own is asked for by its own name, as the policy knows it', () => {
  const of = { execPath: '/x/run', flasherPath: '/x/flasher.cjs', ticketPath: '', reason: '' };
  expect(linuxElevation.command({ ...of, isElectron: true }).args).toEqual([
    '/usr/bin/env',
    'ELECTRON_RUN_AS_NODE=1',
    '/x/run',
    '/x/flasher.cjs',
  ]);
  expect(linuxElevation.command({ ...of, isElectron: false }).args).toEqual(['/x/run', '/x/flasher.cjs']);
  const end = { code: 127, error: undefined };
  for (const stderr of ['/usr/bin/env: ‘/x/run’: Permission denied', 'Error executing /x/run: Permission denied'])
    expect(linuxElevation.explain({ ...end, stderr })).toBeUndefined();
  const refused = 'Error executing command as another user: Not authorized';
  expect(linuxElevation.explain({ ...end, stderr: refused })).toBe('flash.elevation-no-agent');
});

/** Takes the flasher's standard streams away, as osascript and UAC do, and records the arguments. */
const withoutStreams = (seen: string, before = ''): ElevationTwin => ({
  ...macosElevation,
  command: ({ execPath, flasherPath: path, ticketPath }) => ({
    file: 'sh',
    args: [
      '-c',
      `printf '%s\\n' "$@" > ${seen}; ${before} exec "$@" </dev/null >/dev/null 2>&1`,
      'sh',
      execPath,
      path,
      '--ticket',
      ticketPath,
    ],
  }),
});

describe('where elevation takes the standard streams away', () => {
  it('request and events go over a socket that its ticket opens, and no argument holds a secret', async () => {
    const seen = join(folder, 'argv-socket');
    const target = emptyFile(join(folder, 'socket.img'));
    const modes: number[] = [];
    const twin = withoutStreams(seen);
    const spying: ElevationTwin = {
      ...twin,
      command(of) {
        modes.push(statSync(of.ticketPath).mode & 0o777, statSync(join(of.ticketPath, '..')).mode & 0o777);
        const { secret } = JSON.parse(readFileSync(of.ticketPath, 'utf8')) as { secret: string };
        const command = twin.command(of);
        expect(command.args.join(' ')).not.toContain(secret);
        return command;
      },
    };
    const [outcome] = await flashTo(target, elevatedFlasher({ flasherPath, twin: spying }));
    expect(outcome).toMatchObject({ outcome: 'done', node: 'pve1' });
    expect(readFileSync(target).equals(fullImage)).toBe(true);
    expect(modes).toEqual([0o600, 0o700]);
    const ticket = readFileSync(seen, 'utf8').trim().split('\n').at(-1) ?? '';
    expect(existsSync(ticket)).toBe(false);
  });

  it('hanging up stops the flasher, and what it leaves does not boot', async () => {
    const target = join(folder, 'hung-up.img');
    const stop = new AbortController();
    const events: FlasherEvent[] = [];
    await elevatedFlasher({ flasherPath, twin: withoutStreams(join(folder, 'argv-stop')) })({
      request: fileRequest('hung-up.img'),
      signal: stop.signal,
      onEvent: (event) => {
        events.push(event);
        stop.abort();
      },
    });
    expect(events.some(({ event }) => event === 'done')).toBe(false);
    expect(
      readFileSync(target)
        .subarray(0, 1024 * 1024)
        .every((byte) => byte === 0),
    ).toBe(true);
  });

  it('cancelled there, it is a refusal', async () => {
    const twin: ElevationTwin = {
      ...macosElevation,
      command: () => ({ file: 'sh', args: ['-c', 'echo "execution error: User canceled. (-128)" >&2; exit 1'] }),
    };
    const runFlasher = elevatedFlasher({ flasherPath, twin });
    const error = await runFlasher({ request: fileRequest('x'), onEvent: () => undefined }).catch(
      (caught: unknown) => caught,
    );
    expect((error as DiagnosticError).diagnostics[0]?.code).toBe('flash.elevation-dismissed');
  });

  it('stopped before permission is asked for, nobody waits for it', async () => {
    const twin: ElevationTwin = { ...macosElevation, command: () => ({ file: 'sleep', args: ['60'] }) };
    const device = emptyFile(join(folder, 'stopped-early.img'));
    const outcomes = await flashDrives({
      images: [{ imagePath: join(folder, 'pve1.iso'), device, confirm: device }],
      runFlasher: elevatedFlasher({ flasherPath, twin }),
      signal: AbortSignal.abort(),
    });
    expect(outcomes).toMatchObject([{ touched: false, diagnostics: [{ code: 'flash.cancelled' }] }]);
    expect(statSync(device).size).toBe(0);
  });

  it.each([
    ['over a socket', { ...macosElevation, command: () => ({ file: 'sleep', args: ['60'] }) }],
    [
      'over stdio',
      { ...linuxElevation, command: () => ({ file: 'sh', args: ['-c', 'read -r request; read -r end'] }) },
    ],
  ] satisfies [string, ElevationTwin][])(
    'stopped %s while permission is being asked for, nothing is written and it says so',
    async (_, twin) => {
      const stop = new AbortController();
      const device = emptyFile(join(folder, 'asked.img'));
      const asking: ElevationTwin = {
        ...twin,
        command: () => {
          setTimeout(() => stop.abort(), 100);
          return twin.command();
        },
      };
      const outcomes = await flashDrives({
        images: [{ imagePath: overlay, device, confirm: device }],
        basePath: base,
        runFlasher: elevatedFlasher({ flasherPath, twin: asking }),
        signal: stop.signal,
      });
      expect(outcomes).toMatchObject([{ touched: false, diagnostics: [{ code: 'flash.cancelled' }] }]);
      expect(statSync(device).size).toBe(0);
    },
  );

  it('a caller without the secret is hung up on, and the right one still gets in, once', async () => {
    const channel = await openPrivateChannel();
    const { socket, secret } = JSON.parse(readFileSync(channel.ticketPath, 'utf8')) as Record<string, string>;
    const call = (word: string) =>
      new Promise<string>((resolve) => {
        const caller = connect(socket ?? '');
        caller.on('error', () => resolve('closed'));
        caller.on('close', () => resolve('closed'));
        caller.on('data', (text) => {
          resolve(String(text));
          caller.destroy();
        });
        caller.write(`${word}\n`);
      });
    expect(await call('x'.repeat(64))).toBe('closed');
    expect(await call('')).toBe('closed');
    const known = call(secret ?? '');
    (await channel.caller).write('welcome');
    expect(await known).toBe('welcome');
    expect(await call(secret ?? '')).toBe('closed');
    await channel.close();
    expect(existsSync(channel.ticketPath)).toBe(false);
  });
});

describe('the commands of platforms that are not this one', () => {
  const of = {
    isElectron: true,
    execPath: "/App's/Sitewright",
    flasherPath: '/r/flasher.cjs',
    ticketPath: '/t/ticket',
    reason: 'Write "1"',
  };

  it('on macOS run the flasher by osascript, every word quoted', () => {
    expect(macosElevation.command(of)).toEqual({
      file: '/usr/bin/osascript',
      args: [
        '-e',
        `do shell script "ELECTRON_RUN_AS_NODE=1 '/App'\\\\''s/Sitewright' '/r/flasher.cjs' '--ticket' '/t/ticket' >/dev/null 2>&1" with prompt "Write \\"1\\"" with administrator privileges`,
      ],
    });
  });

  it('on Windows run it by an elevated PowerShell, every script encoded', () => {
    const { file, args } = windowsElevation.command(of);
    const decode = (text: string) => Buffer.from(text, 'base64').toString('utf16le');
    const outer = decode(args.at(-1) ?? '');
    const inner = decode(/'-EncodedCommand','([^']+)'/.exec(outer)?.[1] ?? '');
    expect([file, args.slice(0, 3)]).toEqual(['powershell.exe', ['-NoProfile', '-NonInteractive', '-EncodedCommand']]);
    expect(outer).toContain("Start-Process -FilePath 'powershell.exe' -Verb RunAs");
    expect(inner).toBe(
      "$env:ELECTRON_RUN_AS_NODE = '1'; & '/App''s/Sitewright' '/r/flasher.cjs' '--ticket' '/t/ticket'; exit $LASTEXITCODE",
    );
  });
});

describe('who is asked for what', () => {
  it('files are never written with privilege, and every drive’s events keep their place', async () => {
    const asked: string[][] = [];
    const recording =
      (name: string): RunFlasher =>
      async ({ request, onEvent }) => {
        asked.push([name, ...request.drives.map(({ device }) => device)]);
        for (const index of request.drives.keys()) {
          onEvent({ event: 'opened', drive: index, imageBytes: index, direct: name === 'elevated' });
        }
      };
    const [file] = fileRequest('file.img').drives;
    if (!file) throw new Error('no drive');
    const missing = (device: string) => ({ ...file, device, identity: { ...file.identity, kind: 'disk' as const } });
    const events: FlasherEvent[] = [];
    await flasherByNeed(
      recording('plain'),
      recording('elevated'),
    )({
      request: { version: 2, drives: [missing('/dev/no-1'), file, missing('/dev/no-2')] },
      onEvent: (event) => events.push(event),
    });
    expect(asked).toEqual([
      ['plain', join(folder, 'file.img')],
      ['elevated', '/dev/no-1', '/dev/no-2'],
    ]);
    expect(events.map((event) => [event.drive, event.event === 'opened' && event.direct])).toEqual([
      [1, false],
      [0, true],
      [2, true],
    ]);
  });
});

it('a flasher whose parent is killed stops by itself, and what it leaves does not boot', async () => {
  const large = join(folder, 'large.iso');
  makeStandIn('plain', large, { contentBytes: 250_000_000 });
  const target = join(folder, 'orphan.img');
  const request = fileRequest('orphan.img');
  const [drive] = request.drives;
  const line = JSON.stringify({
    ...request,
    drives: [{ ...drive, task: { kind: 'flash', basePath: large, baseStamp: stampOf(large), overlayPath: null } }],
  });
  const parent = join(folder, 'parent.cjs');
  writeFileSync(
    parent,
    `const child = require('node:child_process').spawn(process.execPath, [${JSON.stringify(flasherPath)}], { stdio: ['pipe', 'inherit', 'inherit'] });
     child.stdin.write(${JSON.stringify(`${line}\n`)});
     setInterval(() => undefined, 1000);`,
  );
  const child = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.on('data', (text: Buffer) => {
    told += String(text);
    if (told.includes('"opened"')) child.kill('SIGKILL');
  });
  // The orphan holds the pipe until it has ended.
  await new Promise((resolve) => child.stdout.on('close', resolve));
  expect(told).toContain('flash.cancelled');
  expect(told).not.toContain('"done"');
  expect(
    readFileSync(target)
      .subarray(0, 1024 * 1024)
      .every((byte) => byte === 0),
  ).toBe(true);
});
