import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyFileIdentity, stampOf } from '../support/flash-one.ts';
import { type CleanRoot, LATER, makeCleanRoot, ownFolder } from './support/clean-root.ts';
import { readFuses } from './support/fuses.ts';
import { repacked, run } from './support/repacked.ts';
import { installRpm } from './support/rpm-root.ts';
import { openScreen, type Screen } from './support/screen.ts';

const HOME = '/opt/Sitewright';
const WINDOW = `${HOME}/sitewright-window`;
const PROGRAM = `${HOME}/resources/program/sitewright`;
/** A folder with the packages that were made before, and the key they know; else they are made. */
const GIVEN = process.env.SITEWRIGHT_PACKAGE;

let work: string;
/** Where the packages are. */
let made: string;
let root: CleanRoot;
let screen: Screen;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'sitewright-made-'));
  made = GIVEN ?? makePackages();
  root = makeCleanRoot(packageOf('.deb'));
  screen = await openScreen();
});
afterAll(() => {
  screen?.close();
  root?.close();
  rmSync(work, { recursive: true, force: true });
});

/** As `npm run package` makes them, compressed little, with a release key of this test. */
function makePackages(): string {
  const electron = process.env.SITEWRIGHT_TEST_ELECTRON;
  if (!electron) throw new Error('SITEWRIGHT_TEST_ELECTRON names no Electron; run `npm test -- package`');
  run(process.execPath, ['build/sign-release.mjs', '--new-key', join(work, 'release.pem')]);
  const words = ['--electron-dist', join(electron, '..'), '--target', 'deb,rpm', '--quick', '--out', work];
  words.push('--release-key', join(work, 'release.pub'));
  run(process.execPath, ['build/package.mjs', ...words]);
  return work;
}

function packageOf(suffix: '.deb' | '.rpm'): string {
  const name = readdirSync(made).find((file) => file.endsWith(suffix));
  if (name === undefined) throw new Error(`no ${suffix} was made`);
  return join(made, name);
}

const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;

describe('the command line of an installed package', () => {
  it('is in the path and needs no Node.js', async () => {
    expect(await root.run(['sitewright', '--version'])).toMatchObject({ code: 0, out: `${version}\n` });
    expect((await root.run(['sh', '-c', 'command -v node nodejs'])).code).not.toBe(0);
  });

  it('rehearses a whole site of its own examples, with its report, as an ordinary user without a network', async () => {
    const out = ownFolder(root, 'rehearsal');
    const site = `${HOME}/resources/examples/two-node/site.toml`;
    const done = await root.run(['sitewright', 'rehearse', site, '--out', out]);
    expect(done.code, done.out + done.err).toBe(0);
    expect(done.out.match(/✔ rehearsed/g)).toHaveLength(7);
    for (const name of ['report.html', 'report.pdf', 'report.json', 'report.md'])
      expect(statSync(root.path(join(out, name))).size, name).toBeGreaterThan(1000);
    expect((await root.run(['sitewright', 'report', 'verify', out])).code).toBe(0);
  });

  it('serves the page to a browser, with its policy', async () => {
    const ask = [
      'sitewright serve --port 18473 >/tmp/served 2>&1 & server=$!',
      'for try in $(seq 100); do grep -q 18473 /tmp/served && break; sleep 0.1; done',
      'exec 3<>/dev/tcp/127.0.0.1/18473',
      'printf "GET / HTTP/1.1\\r\\nHost: 127.0.0.1:18473\\r\\nConnection: close\\r\\n\\r\\n" >&3; cat <&3',
      'kill $server',
    ].join('\n');
    const { out } = await root.run(['bash', '-c', ask]);
    expect(out).toMatch(/^HTTP\/1\.1 200/);
    expect(out).toContain("script-src 'self'");
    expect(out).toContain('<div id="root">');
  });

  it('runs the flasher that lies beside it, and no other script', async () => {
    const folder = ownFolder(root, 'flashing');
    const seen = (name: string) => root.path(join(folder, name));
    const { request, image } = flashRequest(folder);
    const { uid, gid } = statSync(root.path('/home/technician'));
    for (const name of ['base.iso', 'stick.img']) chownSync(seen(name), uid, gid);
    const flasher = `${HOME}/resources/flasher/flasher.cjs`;
    const done = await root.run([PROGRAM, flasher], { stdin: `${request}\n` });
    expect(done.code, done.out + done.err).toBe(0);
    expect(readFileSync(seen('stick.img')).equals(image)).toBe(true);
    writeFileSync(seen('other.cjs'), 'console.log("ran")');
    const other = await root.run([PROGRAM, join(folder, 'other.cjs')]);
    expect(other.code).toBe(2);
    expect(other.out).not.toContain('ran');
  });
});

describe('the window of an installed package', () => {
  it('comes up for an ordinary user, sandboxed, and shows the sites that came with it', async () => {
    const window = root.start([WINDOW, '--disable-gpu'], { env: { DISPLAY: screen.display } });
    try {
      // the button that opens the first example: it is there once the engine has told the sites
      await until(() => screen.look().count(PETROL) > FILLED_BUTTON_PIXELS, window.said);
      const commands = commandsOf(window.process.pid ?? 0);
      expect(commands.some((words) => words.includes('--no-sandbox'))).toBe(false);
      expect(commands.some((words) => words.includes('--type=zygote'))).toBe(true);
      expect(commands.some((words) => words.includes('--utility-sub-type=node.mojom.NodeService'))).toBe(true);
    } finally {
      mkdirSync('test-results/package', { recursive: true });
      writeFileSync('test-results/package/window.png', screen.look().asPng());
      await window.stop();
    }
  });

  it('opens the site whose file a desktop hands over', async () => {
    const folder = ownFolder(root, 'opened');
    const site = join(folder, 'north.site.toml');
    writeFileSync(root.path(site), readFileSync('examples/two-node/site.toml'));
    const window = root.start([WINDOW, '--disable-gpu', site], { env: { DISPLAY: screen.display } });
    const recent = root.path('/home/technician/.local/state/sitewright');
    try {
      // what was read is remembered
      await until(
        () => existsSync(recent) && spawnSync('grep', ['-rq', 'north.site.toml', recent]).status === 0,
        window.said,
      );
      await new Promise((resolve) => setTimeout(resolve, 1000));
      writeFileSync('test-results/package/opened.png', screen.look().asPng());
    } finally {
      await window.stop();
    }
  });

  it('is found by the desktop: menu, icon, kind of file', async () => {
    const desktop = readFileSync(root.path('/usr/share/applications/sitewright.desktop'), 'utf8');
    expect(desktop).toContain(`Exec=${WINDOW} %f`);
    expect(desktop).toContain('MimeType=application/x-sitewright-site;');
    const kinds = readFileSync(root.path('/usr/share/mime/packages/sitewright.xml'), 'utf8');
    expect(kinds).toContain('pattern="*.site.toml"');
    for (const size of [16, 48, 256])
      expect(existsSync(root.path(`/usr/share/icons/hicolor/${size}x${size}/apps/sitewright.png`))).toBe(true);
  });

  it('says what it is made of and under which licences', () => {
    const folder = root.path(`${HOME}/resources/licences`);
    const bom = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8')) as {
      readonly bomFormat: string;
      readonly components: readonly { readonly name: string; readonly purl: string }[];
    };
    expect(bom.bomFormat).toBe('CycloneDX');
    const names = bom.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['electron', 'node', 'react', 'zod', 'ssh2', 'openpgp', 'pdfkit']));
    // tools that only build or test it are not in it
    for (const absent of ['vitest', 'esbuild', 'electron-builder', 'typescript']) expect(names).not.toContain(absent);
    const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['react', 'ssh2', '@patternfly/react-core'])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });
});

describe('the switches in Electron’s binary, from outside', () => {
  it('are set', () => {
    expect(readFuses(root.path(WINDOW))).toMatchObject({
      runAsNode: 'off',
      cookieEncryption: 'on',
      nodeOptions: 'off',
      nodeCliInspect: 'off',
      asarIntegrity: 'on',
      onlyLoadAppFromAsar: 'on',
    });
  });

  it('ELECTRON_RUN_AS_NODE makes no Node of it', async () => {
    const proof = '/tmp/ran-as-node';
    const script = `require("fs").writeFileSync("${proof}", "")`;
    await outcomeOf([WINDOW, '-e', script], { ELECTRON_RUN_AS_NODE: '1' });
    expect(existsSync(root.path(proof))).toBe(false);
  });

  it('NODE_OPTIONS brings nothing in', async () => {
    const folder = ownFolder(root, 'options');
    writeFileSync(root.path(join(folder, 'first.cjs')), `require("fs").writeFileSync("${folder}/ran", "")`);
    await outcomeOf([WINDOW], { NODE_OPTIONS: `--require=${folder}/first.cjs` });
    expect(existsSync(root.path(join(folder, 'ran')))).toBe(false);
  });

  it('--inspect opens no port', async () => {
    const said = await outcomeOf([WINDOW, '--inspect=127.0.0.1:19229', '--inspect-brk=127.0.0.1:19230'], {});
    expect(said).not.toContain('Debugger listening');
    expect(said).toContain('ports: none');
  });

  it('nothing but the archive is loaded: neither a folder beside it nor one on the command line', async () => {
    const folder = ownFolder(root, 'other-app');
    const beside = root.path(`${HOME}/resources/app`);
    for (const place of [root.path(folder), beside]) {
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'package.json'), '{"name":"other","main":"main.js"}');
      writeFileSync(join(place, 'main.js'), `require("fs").writeFileSync("${folder}/ran", "")`);
    }
    try {
      await outcomeOf([WINDOW, folder], {});
      expect(existsSync(root.path(join(folder, 'ran')))).toBe(false);
    } finally {
      rmSync(beside, { recursive: true, force: true });
    }
  });
});

describe('the .rpm, by rpm itself', () => {
  let rpm: ReturnType<typeof installRpm>;
  beforeAll(() => {
    rpm = installRpm(packageOf('.rpm'), work);
  });

  it('is installed into an empty system, and is there as it was packed', () => {
    expect(rpm.query('%{NAME} %{VERSION} %{ARCH}')).toBe(`sitewright ${version} x86_64`);
    // sizes, modes, owners, digests, links: a line for whatever differs
    expect(rpm.verify()).toBe('');
    expect(statSync(join(rpm.root, HOME, 'chrome-sandbox')).mode & 0o7777).toBe(0o4755);
    expect(readFileSync(join(rpm.root, HOME, 'resources/installed.txt'), 'utf8')).toBe(
      `kind rpm\nversion ${version}\n`,
    );
  });

  it('runs no script of its own, and asks for no package by the name that one distribution has for it', () => {
    expect(rpm.query('[%{PREIN}%{POSTIN}%{PREUN}%{POSTUN}]').replaceAll('(none)', '')).toBe('');
    const needed = rpm.query('[%{REQUIRENAME}\n]').split('\n').filter(Boolean);
    expect(needed.length).toBeGreaterThan(5);
    for (const name of needed) expect(name).toMatch(/^(rpmlib\(\w+\)|lib[\w.-]+\.so(\.\d+)*\(\)\(64bit\))$/);
  });

  it('holds what the .deb holds', () => {
    const ours = (paths: readonly string[]) =>
      paths.map((path) => path.replace(/^\./, '').replace(/\/$/, '')).filter((path) => path.startsWith('/opt/'));
    const inDeb = ours(run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$0" | tar -t', packageOf('.deb')]).split('\n'));
    expect(ours(rpm.query('[%{FILENAMES}\n]').split('\n')).sort()).toEqual(
      inDeb.filter((path) => path !== '/opt').sort(),
    );
  });

  it('has a command line that works from there', () => {
    const link = readlinkSync(join(rpm.root, 'usr/bin/sitewright'));
    const program = join(rpm.root, link);
    expect(run(program, ['--version'])).toBe(`${version}\n`);
    const site = join(rpm.root, HOME, 'resources/examples/two-node/site.toml');
    const state = { ...process.env, XDG_STATE_HOME: join(work, 'rpm-state') };
    expect(spawnSync(program, ['check', site], { encoding: 'utf8', env: state })).toMatchObject({ status: 0 });
  });

  it('goes again without a trace', () => {
    rpm.erase();
    expect(existsSync(join(rpm.root, HOME))).toBe(false);
    expect(existsSync(join(rpm.root, 'usr/bin/sitewright'))).toBe(false);
  });
});

describe('with polkit, which asks for the administrator’s password', () => {
  const ACTION = 'org.sitewright.write-drives';
  const POLICY = '/usr/share/polkit-1/actions/org.sitewright.policy';
  beforeAll(async () => {
    const installed = await root.run(['sh', '-c', `dpkg -i ${LATER}/*.deb`], { user: 'root' });
    expect(installed.code, installed.err).toBe(0);
    // what a person would type is answered here by a rule: this user may do what these two are, and nothing else
    writeFileSync(
      root.path('/etc/polkit-1/rules.d/10-test.rules'),
      `polkit.addRule(function (action, subject) {
        if (action.id === "${ACTION}") return polkit.Result.YES;
        if (action.id === "org.freedesktop.policykit.exec" && action.lookup("program") === "/usr/bin/dpkg") return polkit.Result.YES;
        return polkit.Result.NO;
      });`,
    );
  });

  /** polkitd and its bus run inside while the script does. */
  const withPolkit = (script: string) => {
    const start = [
      'mkdir -p /run/dbus && dbus-daemon --system --fork && (/usr/lib/polkit-1/polkitd --no-debug >/dev/null 2>&1 &)',
      'for try in $(seq 100); do pkaction >/dev/null 2>&1 && break; sleep 0.1; done',
    ];
    return root.run(['sh', '-c', [...start, script].join('\n')], { user: 'root' });
  };
  const asTechnician = (commands: string) => `runuser -u technician -- sh -s <<'END'\n${commands}\nEND`;

  it('its action is known by polkit itself, in both languages, and is kept for a while for who sits there', async () => {
    const { out, err } = await withPolkit(
      `pkaction --action-id ${ACTION} --verbose && LC_ALL=es_ES.UTF-8 LANGUAGE=es pkaction --action-id ${ACTION} --verbose`,
    );
    expect(out, err).toContain('implicit active:   auth_admin_keep');
    expect(out).toContain('implicit any:      auth_admin\n');
    expect(out).toContain('to write the drives that you chose in Sitewright');
    const policy = readFileSync(root.path(POLICY), 'utf8');
    expect(policy).toContain('xml:lang="es">Se requiere autenticación');
    const dtd = root.path('/usr/share/polkit-1/policyconfig-1.dtd');
    run('xmllint', ['--noout', '--nonet', '--dtdvalid', dtd, root.path(POLICY)]);
  });

  it('is asked for the flasher beside the program, which then runs as root, and for no other script', async () => {
    const flasher = `${HOME}/resources/flasher/flasher.cjs`;
    // nobody but root may write this one
    mkdirSync(root.path('/srv/root'));
    const { request, image } = flashRequest('/srv/root');
    chmodSync(root.path('/srv/root/stick.img'), 0o600);
    writeFileSync(root.path('/srv/root/request'), request);
    const { out, err } = await withPolkit(
      asTechnician(
        [
          `(cat /srv/root/request; echo; sleep 5) | pkexec ${PROGRAM} ${flasher}; echo "flasher $?"`,
          `pkexec ${PROGRAM} --version; echo "command $?"`,
          `pkexec ${PROGRAM} /tmp/other.cjs; echo "other $?"`,
        ].join('\n'),
      ),
    );
    expect(out, err).toContain('flasher 0');
    expect(readFileSync(root.path('/srv/root/stick.img')).equals(image)).toBe(true);
    expect(out).toMatch(/command 12[67]/);
    expect(out).toMatch(/other 12[67]/);
  });

  it('a new version that was brought on a stick is installed through it, started, and an older one only if that is said', async () => {
    const stick = ownFolder(root, 'stick');
    const [newer, older] = ['0.9.0', '0.0.9'].map((each) => repacked(packageOf('.deb'), each, work));
    run(process.execPath, ['build/sign-release.mjs', '--key', join(made, 'release.pem'), newer ?? '', older ?? '']);
    for (const file of [newer, older].flatMap((each) => [each ?? '', `${each}.sig`]))
      copyFileSync(file, root.path(join(stick, basename(file))));
    const file = (each: string) => `${stick}/sitewright_${each}_amd64.deb`;
    const installed = "dpkg-query -W -f '${Version} ${Status}\\n' sitewright";
    const { out, err } = await withPolkit(
      [
        asTechnician(`sitewright update ${file('0.0.9')}; echo "older $?"`),
        `cp ${file('0.9.0')} ${stick}/bad.deb && printf x | dd of=${stick}/bad.deb bs=1 seek=100000 conv=notrunc status=none`,
        `cp ${file('0.9.0')}.sig ${stick}/bad.deb.sig`,
        asTechnician(`sitewright update ${stick}/bad.deb; echo "bad $?"`),
        asTechnician(`sitewright update ${file('0.9.0')}; echo "newer $?"`),
        installed,
        asTechnician(`sitewright --version; sitewright update --accept-older ${file('0.0.9')}; echo "accepted $?"`),
        installed,
      ].join('\n'),
    );
    const said = out + err;
    expect(said).toContain('older 2');
    expect(said).toContain('update.older');
    expect(said).toContain('bad 2');
    expect(said).toContain('update.altered');
    expect(said).toContain('newer 0');
    expect(out).toContain('0.9.0 install ok installed');
    expect(out).toContain('accepted 0');
    expect(out).toContain('0.0.9 install ok installed');
    const window = root.start([WINDOW, '--disable-gpu'], { env: { DISPLAY: screen.display } });
    try {
      await until(() => screen.look().count(PETROL) > FILLED_BUTTON_PIXELS, window.said);
    } finally {
      await window.stop();
    }
  });
});

/** Where an ISO says that it is one. */
const ISO_MARK_AT = 16 * 2048 + 1;
/** What the page fills its first button with. The mark and all lines of that colour make a fifth of so many pixels. */
const PETROL = '#1b6078';
const FILLED_BUTTON_PIXELS = 4000;
const WAIT_MS = 60_000;
/** Given to a window that must not do something. */
const LIVED_S = 4;

/** An image and an empty file below a folder inside, and what the flasher is asked so that the one is written into the other. */
function flashRequest(folder: string): { readonly request: string; readonly image: Buffer } {
  const seen = (name: string) => root.path(join(folder, name));
  const image = Buffer.alloc(3 * 1024 * 1024, 'sitewright');
  image.write('CD001', ISO_MARK_AT, 'latin1');
  writeFileSync(seen('base.iso'), image);
  const device = join(folder, 'stick.img');
  const identity = { ...emptyFileIdentity(seen('stick.img')), backingFile: device };
  const [basePath, baseStamp] = [join(folder, 'base.iso'), stampOf(seen('base.iso'))];
  const task = { kind: 'flash', basePath, baseStamp, overlayPath: null };
  return { request: JSON.stringify({ version: 2, drives: [{ device, identity, task }] }), image };
}

/** Starts it inside for some seconds; gives what it said, and which ports of debuggers were open then. */
async function outcomeOf(words: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const script = [
    '"$@" --disable-gpu & window=$!',
    `sleep ${LIVED_S}`,
    // 19229 and 19230, as the kernel writes them
    'if grep -qiE ":(4B1D|4B1E) " /proc/net/tcp /proc/net/tcp6; then echo "ports: open"; else echo "ports: none"; fi',
    'kill $window && echo "it lived"; wait $window',
  ].join('\n');
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const done = await root.run(['bash', '-c', script, 'bash', 'env', ...variables, ...words], {
    env: { DISPLAY: screen.display },
  });
  const said = done.out + done.err;
  // what never came up proves nothing
  expect(said).toContain('it lived');
  return said;
}

async function until(isSo: () => boolean, said: () => string): Promise<void> {
  const end = Date.now() + WAIT_MS;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`it did not come to that: ${said().slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** The command lines of a process and of everything below it. */
function commandsOf(pid: number): readonly string[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readOr(`/proc/${name}/status`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (id: number): number[] => [id, ...(children.get(id) ?? []).flatMap(below)];
  return below(pid).map((id) => readOr(`/proc/${id}/cmdline`).replaceAll('\0', ' '));
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
