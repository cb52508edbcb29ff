import { randomBytes } from 'node:crypto';
import { MessageChannelMain, type MessagePortMain, safeStorage, utilityProcess } from 'electron';
import type { ShippedPlaces } from './shipped-places.ts';
import { StayAwake } from './stay-awake.ts';

/** The engine in its own process, so that it can never block the window. Started once; ended with the app. */
export class EngineHost {
  readonly #process: Electron.UtilityProcess;
  readonly #awake = new StayAwake();
  readonly exited: Promise<number>;

  constructor(modulePath: string, places: ShippedPlaces) {
    const options = { ...places, electron: process.versions.electron ?? '' };
    this.#process = utilityProcess.fork(modulePath, [JSON.stringify(options)], {
      serviceName: 'Sitewright engine',
      stdio: 'inherit',
    });
    this.exited = new Promise((resolve) => this.#process.once('exit', (code) => resolve(code)));
    this.#process.on('message', (message: unknown) => {
      this.#answerKeychain(message);
      const told = message as { type?: string; wanted?: unknown };
      if (told.type === 'keep-awake') this.#awake.wanted(told.wanted === true);
    });
    // Nothing runs any more, whatever it said last.
    void this.exited.then(() => this.#awake.wanted(false));
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
    this.#process.postMessage({ type: 'handle', handle, path });
    return handle;
  }

  stop(): void {
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
