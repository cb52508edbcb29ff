import { Duplex } from 'node:stream';

/**
 * A stream that somebody else opens, there for node:http before it is open: an agent counts its connections from the moment
 * it asks for one, and would ask for more than it may have while it waits. Gives what is expected of a socket (keep-alive and
 * timeouts are settings of TCP, which the stream below answers for) and counts its bytes, so that silence is seen on it too.
 */
export class DialledStream extends Duplex {
  #stream: Duplex | undefined;
  readonly #opened: Promise<Duplex>;
  /** As of a socket: nobody has answered yet; ends with `connect`. */
  connecting = true;
  bytesRead = 0;
  bytesWritten = 0;

  constructor(opening: Promise<Duplex>) {
    super({ allowHalfOpen: true });
    this.#opened = opening;
    opening.then(
      (stream) => this.#follow(stream),
      (error: Error) => this.destroy(error),
    );
  }

  #follow(stream: Duplex): void {
    if (this.destroyed) {
      stream.destroy();
      return;
    }
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.bytesRead += chunk.length;
      if (!this.push(chunk)) stream.pause();
    });
    stream.on('end', () => this.push(null));
    stream.on('error', (error) => this.destroy(error));
    stream.on('close', () => {
      // what came before its end is still to be read here: a far side that sent all and closed has lost nothing
      if (stream.readableEnded && !this.readableEnded) this.once('end', () => this.destroy());
      else this.destroy();
    });
    this.connecting = false;
    this.emit('connect');
  }

  override _read(): void {
    this.#stream?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#opened.then((stream) => {
      this.bytesWritten += chunk.length;
      stream.write(chunk, done);
    }, done);
  }

  /** What was written together leaves together: node:http counts on one end for a request's head and its empty last write. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#opened.then((stream) => stream.end(() => done()), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#stream?.destroy();
    done(error);
  }

  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
