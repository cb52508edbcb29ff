import { tmpdir, userInfo } from 'node:os';
import { z } from 'zod';
import { createEngine, keepHeapSmall } from '../engine/engine.ts';
import { processKeychain } from './keychain.ts';

declare const SITEWRIGHT_VERSION: string;

/** The engine in Electron's utility process: ports come from main, one a window; paths come as handles. */
const options = z
  .object({
    shippedRoot: z.string(),
    examplesRoot: z.string(),
    flasherPath: z.string(),
    flasherRuntime: z.string().optional(),
    stickProgram: z.string(),
    resources: z.string().optional(),
    electron: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const MessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('port') }),
  z.object({ type: z.literal('handle'), handle: z.string(), path: z.string() }),
  z.object({ type: z.literal('keychain'), id: z.int(), answer: z.string().optional() }),
]);

interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: readonly never[] }) => void): void;
  postMessage(message: unknown): void;
}
const parent = (process as unknown as { readonly parentPort: ParentPort }).parentPort;
const keychain = processKeychain((message) => parent.postMessage(message));

keepHeapSmall();
const engine = createEngine({
  appVersion: SITEWRIGHT_VERSION,
  shippedRoot: options.shippedRoot,
  examplesRoot: options.examplesRoot,
  flasherPath: options.flasherPath,
  flasherRuntime: options.flasherRuntime,
  stickProgram: options.stickProgram,
  resources: options.resources,
  temporaryRoot: tmpdir(),
  env: process.env,
  by: userName(),
  secretStore: keychain.store,
  restart: () => parent.postMessage({ type: 'restart' }),
  keepAwake: (wanted) => parent.postMessage({ type: 'keep-awake', wanted }),
});

parent.on('message', ({ data, ports }) => {
  const message = MessageSchema.parse(data);
  if (message.type === 'handle') engine.giveHandle(message.handle, message.path);
  else if (message.type === 'keychain') keychain.answered(message.id, message.answer);
  else for (const port of ports) engine.serve(port, 'window');
});

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
