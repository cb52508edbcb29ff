// Whether the package's test can run here: a clean Debian to install on, a container to start it in, a screen.
import { spawnSync } from 'node:child_process';

const NEEDED = {
  mmdebstrap: 'mmdebstrap',
  'systemd-nspawn': 'systemd-container',
  'dpkg-deb': 'dpkg',
  Xvfb: 'xvfb',
  rpmbuild: 'rpm',
  xmllint: 'libxml2-utils',
};

/** Why it cannot run, or undefined. `can` says whether this machine could: true where only packages are missing. */
export function missingForPackage() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { why: 'it needs Linux on x64', can: false };
  if (process.getuid() !== 0) return { why: 'it needs root', can: false };
  const probe = spawnSync('unshare', ['--mount', '--pid', '--net', '--fork', 'true']);
  if (probe.status !== 0) return { why: 'namespaces are not allowed here', can: false };
  const missing = Object.keys(NEEDED).filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  if (missing.length === 0) return undefined;
  return {
    why: `there is no ${missing.join(', no ')}: apt-get install ${missing.map((name) => NEEDED[name]).join(' ')}`,
    can: true,
  };
}
