import { DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { ArrivalBook } from '../arrival/arrival-book.ts';
import { readArrivalIdentity } from '../arrival/identity.ts';
import { type Receiver, startReceiver } from '../arrival/receiver.ts';
import type { RunContext } from '../run/start-run.ts';
import type { ReceiverSecrets } from './media-delivery.ts';
import type { SiteSession } from './site-session.ts';

/** A laptop whose address is set later gets its receiver then. */
const LISTEN_AGAIN_MS = 30_000;

/** The receiver of one watch: opened when it can be, told of when it cannot. */
export class Listening {
  readonly #session: SiteSession;
  readonly #run: RunContext;
  readonly #book: ArrivalBook;
  readonly #secrets: ReceiverSecrets;
  #receiver: Receiver | undefined;
  #nextAt = 0;
  #told = '';

  constructor(session: SiteSession, run: RunContext, book: ArrivalBook, secrets: ReceiverSecrets) {
    this.#session = session;
    this.#run = run;
    this.#book = book;
    this.#secrets = secrets;
  }

  async listen(): Promise<void> {
    const { site, rehearsal } = this.#session;
    const { laptop } = site.network;
    if (!laptop) return;
    const place = rehearsal ? { address: '127.0.0.1', port: 0 } : { address: laptop.address, port: laptop.port };
    try {
      this.#receiver = await startReceiver({
        ...place,
        identity: readArrivalIdentity(this.#secrets.identity.reveal()),
        handle: (request) => this.#book.handle(request),
        onHandshakeFailed: (address) => this.#book.handshakeFailed(address),
      });
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const [first] = error.diagnostics;
      if (this.#told !== first.code) {
        this.#run.emit({ type: 'diagnostic', diagnostic: first });
        // Why is one thing; what it means for the machines is another.
        const params = { address: laptop.address, port: String(laptop.port), seconds: LISTEN_AGAIN_MS / 1000 };
        this.#run.emit({ type: 'diagnostic', diagnostic: diagnostic('arrival.not-listening', { params }) });
      }
      this.#told = first.code;
      this.#nextAt = this.#session.clock.now() + LISTEN_AGAIN_MS;
      return;
    }
    this.#told = '';
    const { address, port } = this.#receiver;
    rehearsal?.machines?.connectLaptop(laptop.address, laptop.port, { host: address, port });
    this.#run.emit({
      type: 'log',
      host: '',
      level: 'note',
      text: `listening on ${laptop.address} port ${laptop.port}`,
    });
  }

  isOpen(): boolean {
    return this.#receiver !== undefined;
  }

  async listenAgain(): Promise<void> {
    if (!this.#receiver && this.#session.clock.now() >= this.#nextAt) await this.listen();
  }

  async close(): Promise<void> {
    await this.#receiver?.close();
  }
}
