import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSite } from '../../../electron/engine/site/parse-site.ts';
import { serveSite } from '../../journey/support/served-site.ts';
import { APP_FOLDER } from './home.ts';
import { type ServedApp, serveApp } from './served-app.ts';

/** Not more: what is given two minutes on a rack would be late for lack of this machine's time. */
const COMPRESSION = 120;

/** After this the others have noticed that a host is gone, and HA has taken over from it. */
const UNTIL_NOTICED_S = 300;

/** `sitewright serve` whose rehearsals go to a simulated rack that stands for itself, so that somebody else can lay hands on it. */
export interface ServedRack extends ServedApp {
  /** Somebody types this on a node. Throws where it fails. */
  byHand(host: string, command: string): Promise<void>;
  /** Somebody pulls the plug of a host; waits until the others have noticed. */
  off(host: string): Promise<void>;
  /** There is something on a disk: `ext4`, ... */
  fillDisk(host: string, serial: string, use: string): void;
  /** Lets this much of the rack's own time pass. */
  pass(seconds: number): Promise<void>;
}

/** The site file of an example as a site of one's own. */
export async function exampleAs(example: string, id: string): Promise<string> {
  const text = await readFile(join(APP_FOLDER, 'examples', example, 'site.toml'), 'utf8');
  return text.replace(/^id = "[^"]+"/m, `id = "${id}"`);
}

/** Sets up the rack of a site file, powered and installed, nothing on it configured. */
export async function serveRack(text: string): Promise<ServedRack> {
  const { site } = parseSite(text);
  if (!site) throw new Error('the site file of the rack cannot be read');
  const folder = await mkdtemp(join(tmpdir(), 'sitewright-e2e-rack-'));
  const served = await serveSite(site, folder, { compression: COMPRESSION });
  const app = await serveApp({
    XDG_STATE_HOME: served.state,
    SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile,
  });
  return {
    ...app,
    byHand: async (name, command) => {
      const host = served.world.hosts.get(name);
      if (!host) throw new Error(`no host ${name}`);
      let said = '';
      const hear = (chunk: Uint8Array) => {
        said += Buffer.from(chunk).toString();
      };
      const env = new Map([
        ['HOME', '/root'],
        ['PATH', '/usr/sbin:/usr/bin:/sbin:/bin'],
      ]);
      const code = await served.world.run(host, ['sh', '-c', command], {
        cwd: '/root',
        env,
        stdout: hear,
        stderr: hear,
      });
      if (code !== 0) throw new Error(`${name}: ${command}: ${code}\n${said}`);
    },
    off: async (name) => {
      const host = served.world.hosts.get(name);
      if (!host) throw new Error(`no host ${name}`);
      served.world.setPower(host, false);
      await served.world.sleep(UNTIL_NOTICED_S);
    },
    fillDisk: (name, serial, use) => {
      const host = served.world.hosts.get(name);
      if (!host) throw new Error(`no host ${name}`);
      const disks = host.hardware.disks.map((disk) => (disk.serial === serial ? { ...disk, use } : disk));
      Object.assign(host, { hardware: { ...host.hardware, disks } });
    },
    pass: (seconds) => served.world.sleep(seconds),
    close: async () => {
      await app.close();
      await served.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
