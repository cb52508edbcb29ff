import {
  chmodSync,
  closeSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CleanRoot, LATER, openCleanRoot, ownFolder } from './support/clean-root.ts';
import { flashRequest } from './support/flash-request.ts';
import { HOME, PROGRAM, VERSION, WINDOW } from './support/installed.ts';
import { packageIn } from './support/packages.ts';
import { repacked } from './support/repacked.ts';
import { run } from './support/run.ts';
import { openScreen, type Screen } from './support/screen.ts';
import { sitesShown } from './support/window-shown.ts';

let root: CleanRoot;
let screen: Screen;
let made: string;
let work: string;
beforeAll(async () => {
  made = inject('packages');
  work = mkdtempSync(join(tmpdir(), 'sitewright-updates-'));
  root = openCleanRoot(inject('cleanRoot'));
  screen = await openScreen();
});
afterAll(() => {
  screen?.close();
  root?.close();
  rmSync(work, { recursive: true, force: true });
});

describe('with polkit, which asks for the administrator’s password', () => {
  const ACTION = 'org.sitewright.write-drives';
  const POLICY = '/usr/share/polkit-1/actions/org.sitewright.policy';
  const ourKey = () => join(made, 'release.pem');
  /** The package as two other versions of it. */
  let newer: string;
  let older: string;
  beforeAll(async () => {
    [newer = '', older = ''] = repacked(packageIn(made, '.deb'), [NEWER, OLDER], work);
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
    const { request, image } = flashRequest(root, '/srv/root');
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

  it('a file that is no release of ours, or not for here, is refused and the system is not asked', async () => {
    const stick = ownFolder(root, 'foreign');
    const on = (name: string) => root.path(join(stick, name));
    const foreignKey = join(work, 'foreign.pem');
    run(process.execPath, ['build/sign-release.mjs', '--new-key', foreignKey]);
    for (const name of ['unsigned.deb', 'foreign.deb', 'swapped.deb']) linkSync(newer, on(name));
    linkSync(older, on('older.deb'));
    copyFileSync(newer, on('altered.deb'));
    copyFileSync(packageIn(made, '.rpm'), on('other-system.rpm'));
    sign(foreignKey, on('foreign.deb'));
    sign(ourKey(), on('altered.deb'), on('other-system.rpm'), on('older.deb'));
    // what is ours by its signature is another file than this one
    copyFileSync(`${on('older.deb')}.sig`, `${on('swapped.deb')}.sig`);
    const altered = openSync(on('altered.deb'), 'r+');
    writeSync(altered, 'x', 100_000);
    closeSync(altered);
    const expected = {
      'unsigned.deb': ['update.no-signature'],
      'foreign.deb': ['update.foreign-signature'],
      'altered.deb': ['update.altered'],
      'swapped.deb': ['update.altered', 'update.truncated'],
      'other-system.rpm': ['update.other-system'],
      'older.deb': ['update.older'],
    };
    const tried = Object.keys(expected).map(
      (name) => `echo "== ${name}"; sitewright update ${stick}/${name} 2>&1; echo "ended $?"`,
    );
    const { out } = await withPolkit([asTechnician(tried.join('\n')), INSTALLED].join('\n'));
    for (const [name, codes] of Object.entries(expected)) {
      const said = out.split('== ').find((part) => part.startsWith(name)) ?? '';
      expect(said, out).toContain('ended 2');
      expect(
        codes.some((code) => said.includes(code)),
        said,
      ).toBe(true);
    }
    expect(out).toContain(`${VERSION} install ok installed`);
  });

  it('a new version that was brought on a stick is installed through it, started, and an older one only if that is said', async () => {
    const stick = ownFolder(root, 'stick');
    const [newFile, oldFile] = [newer, older].map((file) => join(stick, basename(file)));
    for (const file of [newer, older]) linkSync(file, root.path(join(stick, basename(file))));
    sign(ourKey(), root.path(newFile ?? ''), root.path(oldFile ?? ''));
    const { out, err } = await withPolkit(
      [
        asTechnician(`sitewright update ${newFile}; echo "newer $?"`),
        INSTALLED,
        asTechnician(`sitewright update --accept-older ${oldFile}; echo "accepted $?"`),
        INSTALLED,
      ].join('\n'),
    );
    expect(out, err).toContain('newer 0');
    expect(out).toContain(`${NEWER} install ok installed`);
    expect(out).toContain('accepted 0');
    expect(out).toContain(`${OLDER} install ok installed`);
    const window = root.start([WINDOW, '--disable-gpu'], { env: { DISPLAY: screen.display } });
    try {
      await sitesShown(screen, window);
    } finally {
      await window.stop();
    }
  });
});

/** Which version dpkg takes for the installed one. */
const INSTALLED = "dpkg-query -W -f '${Version} ${Status}\\n' sitewright";
const [NEWER, OLDER] = ['0.9.0', '0.0.9'];

function sign(key: string, ...files: readonly string[]): void {
  run(process.execPath, ['build/sign-release.mjs', '--key', key, ...files]);
}
