import { randomBytes } from 'node:crypto';
import { MessageChannelMain, type MessagePortMain, safeStorage, utilityProcess } from 'electron';
import { mayRestart } from './may-restart.ts';
import type { ShippedPlaces } from './shipped-places.ts';
import { StayAwake } from './stay-awake.ts';

/**
 * The engine in its own process, so that it can never block the window. Ended with the app; one that dies before is started again,
 * knows the picked paths again, and the window is told to ask it anew.
 */
export class EngineHost {
  readonly #modulePath: string;
  readonly #options: string;
  readonly #awake = new StayAwake();
  readonly #restartApp: () => void;
  readonly #handles = new Map<string, string>();
  readonly #deaths: number[] = [];
  #process: Electron.UtilityProcess;
  #isStopped = false;
  /** After the engine was started again. */
  onRestart: () => void = () => undefined;

  /** @param restartApp what an update asks for when it is installed */
  constructor(modulePath: string, places: ShippedPlaces, restartApp: () => void) {
    this.#restartApp = restartApp;
    this.#modulePath = modulePath;
    this.#options = JSON.stringify({ ...places, electron: process.versions.electron ?? '' });
    this.#process = this.#start();
  }

  #start(): Electron.UtilityProcess {
    const engine = utilityProcess.fork(this.#modulePath, [this.#options], {
      serviceName: 'Sitewright engine',
      stdio: 'inherit',
    });
    engine.on('message', (message: unknown) => {
      this.#answerKeychain(message);
      const told = message as { type?: string; wanted?: unknown };
      if (told.type === 'restart') this.#restartApp();
      if (told.type === 'keep-awake') this.#awake.wanted(told.wanted === true);
    });
    engine.once('exit', () => this.#ended());
    return engine;
  }

  #ended(): void {
    // Nothing runs any more, whatever it said last.
    this.#awake.wanted(false);
    const now = Date.now();
    this.#deaths.push(now);
    if (this.#isStopped || !mayRestart(this.#deaths, now)) return;
    this.#process = this.#start();
    for (const [handle, path] of this.#handles) this.#process.postMessage({ type: 'handle', handle, path });
    this.onRestart();
  }

  /** A new port to the engine, for the window. */
  openPort(): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain();
    this.#process.postMessage({ type: 'port' }, [port1]);
    return port2;
  }

  /** Keeps a picked path here and in the engine; the page gets a name that means nothing elsewhere. */
  giveHandle(path: string): string {
    const handle = `picked:${randomBytes(12).toString('hex')}`;
    this.#handles.set(handle, path);
    this.#process.postMessage({ type: 'handle', handle, path });
    return handle;
  }

  stop(): void {
    this.#isStopped = true;
    this.#process.kill();
  }

  /** The engine asks main to wrap or unwrap a passphrase with the system's keychain, where there is one. */
  #answerKeychain(message: unknown): void {
    const ask = message as { type?: string; id?: number; op?: 'wrap' | 'unwrap'; data?: string };
    if (ask.type !== 'keychain' || typeof ask.id !== 'number') return;
    let answer: string | undefined;
    try {
      if (safeStorage.isEncryptionAvailable() && typeof ask.data === 'string') {
        answer =
          ask.op === 'wrap'
            ? safeStorage.encryptString(ask.data).toString('base64')
            : safeStorage.decryptString(Buffer.from(ask.data, 'base64'));
      }
    } catch {
      answer = undefined;
    }
    this.#process.postMessage({ type: 'keychain', id: ask.id, answer });
  }
}
