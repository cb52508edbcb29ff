import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 64 * 1024;

/** What a mail server said: its code, and its lines without it. */
export interface Reply {
  readonly code: number;
  readonly lines: readonly string[];
}

/** One connection to a mail server: a line out, a reply in. Nothing that is sent goes into an error's text. */
export class SmtpDialogue {
  #socket: Socket;
  readonly #host: string;
  readonly #ca: string | null;
  #text = '';
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket, host: string, ca: string | null) {
    this.#socket = socket;
    this.#host = host;
    this.#ca = ca;
    this.#listen();
  }

  /** Connects, with TLS from the first byte on where `tls` says so. */
  static async open(server: {
    readonly host: string;
    readonly port: number;
    readonly tls: boolean;
    readonly ca: string | null;
  }): Promise<SmtpDialogue> {
    const { host, port, tls, ca } = server;
    const socket = tls ? connectTls({ host, port, servername: host, ...(ca ? { ca } : {}) }) : connect({ host, port });
    const dialogue = new SmtpDialogue(socket, host, ca);
    await dialogue.#settled(tls ? 'secureConnect' : 'connect');
    return dialogue;
  }

  /** Sends a line and reads the reply. Throws where its code is not one of `good`. */
  async say(line: string, what: string, ...good: readonly number[]): Promise<Reply> {
    if (/[\r\n]/.test(line)) throw new RangeError(`a line break in ${what}`);
    this.#socket.write(`${line}\r\n`);
    return this.hear(what, ...good);
  }

  /** Sends a message's text after `DATA`: lines end with CRLF, a dot at a line's start is doubled (RFC 5321, 4.5.2). */
  async send(text: string): Promise<Reply> {
    this.#socket.write(`${text.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')}\r\n.\r\n`);
    return this.hear('the message', 250);
  }

  async hear(what: string, ...good: readonly number[]): Promise<Reply> {
    for (;;) {
      const match = /^(?:\d{3}-[^\n]*\n)*(\d{3})(?: [^\n]*)?\r?\n/.exec(this.#text);
      if (match) {
        this.#text = this.#text.slice(match[0].length);
        const lines = match[0]
          .trimEnd()
          .split(/\r?\n/)
          .map((line) => line.slice(4));
        const code = Number(match[1]);
        if (!good.includes(code)) throw new Error(`${this.#host} refuses ${what}: ${code} ${lines.at(-1) ?? ''}`);
        return { code, lines };
      }
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Goes on with TLS. What came before and was not read is thrown away: nobody may slip answers in (CVE-2011-0411). */
  async startTls(): Promise<void> {
    const plain = this.#socket;
    plain.removeAllListeners();
    this.#text = '';
    this.#socket = connectTls({ socket: plain, servername: this.#host, ...(this.#ca ? { ca: this.#ca } : {}) });
    this.#listen();
    await this.#settled('secureConnect');
  }

  close(): void {
    this.#socket.destroy();
  }

  #listen(): void {
    const fail = (error: Error): void => {
      this.#failure ??= error;
      this.#wake();
    };
    this.#socket.setTimeout(TIMEOUT_MS, () => {
      fail(new Error(`${this.#host} gives no answer`));
      this.#socket.destroy();
    });
    this.#socket.on('error', fail);
    this.#socket.on('close', () => fail(new Error(`${this.#host} ended the connection`)));
    this.#socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('latin1');
      if (this.#text.length > MOST_BYTES) {
        fail(new Error(`${this.#host} says more than a mail server would`));
        this.#socket.destroy();
      }
      this.#wake();
    });
  }

  async #settled(event: 'connect' | 'secureConnect'): Promise<void> {
    let done = false;
    this.#socket.once(event, () => {
      done = true;
      this.#wake();
    });
    while (!done) {
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
