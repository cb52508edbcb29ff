import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { APP_FOLDER, makeHome, type TestHome } from './home.ts';

export interface ServedApp {
  /** With the token behind #. */
  readonly url: string;
  readonly origin: string;
  readonly home: TestHome;
  /** Ends it as a lost battery does; its home stays as it was left. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** `sitewright serve` as a child of its own, as a technician starts it. @param at the home of somebody who has worked with it before */
export async function serveApp(env: Readonly<Record<string, string>> = {}, at?: TestHome): Promise<ServedApp> {
  const home = at ?? (await makeHome());
  const child = spawn(process.execPath, [join(APP_FOLDER, 'dist/cli/sitewright.cjs'), 'serve'], {
    cwd: home.folder,
    env: { ...home.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(said)?.[0];
      if (found) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
  return {
    url,
    origin: new URL(url).origin,
    home,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    close: async () => {
      child.kill('SIGINT');
      await ended;
      await home.remove();
    },
  };
}
