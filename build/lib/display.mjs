// A display for the window tests: the one that is there, or an Xvfb of our own on the next free number.
import { spawn } from 'node:child_process';

/** `{env, close()}`. Without a display on Linux it starts Xvfb, which names the number it took. */
export async function openDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY) return { env: {}, close: () => {} };
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const number = await new Promise((resolve, reject) => {
    server.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  server.unref();
  return { env: { DISPLAY: `:${number}` }, close: () => server.kill() };
}
