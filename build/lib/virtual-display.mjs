// A display for tests where the machine has none: one Xvfb of our own on a free number, ended with us.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const XVFB = '/usr/bin/Xvfb';

export function displayAvailable() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY) || existsSync(XVFB);
}

/** `{env, stop()}`: what a program needs to find the display; nothing is started where there is one already. */
export async function openDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY) return { env: {}, stop: () => {} };
  const server = spawn(XVFB, ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    let text = '';
    server.stdio[3].on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  const stop = () => server.kill();
  process.once('exit', stop);
  return { env: { DISPLAY: `:${number}` }, stop };
}
