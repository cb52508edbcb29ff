import { Duplex } from 'node:stream';

/** Two ends of one pipe: what is written into one is read from the other. (Node 18 has no stream.duplexPair.) */
export function duplexPair(): readonly [Duplex, Duplex] {
  const ends: PipeEnd[] = [];
  const other = (index: number): PipeEnd => ends[1 - index] as PipeEnd;
  ends.push(new PipeEnd(() => other(0)), new PipeEnd(() => other(1)));
  return [ends[0] as Duplex, ends[1] as Duplex];
}

class PipeEnd extends Duplex {
  readonly #other: () => PipeEnd;
  #resume: (() => void) | undefined;
  constructor(other: () => PipeEnd) {
    super();
    this.#other = other;
  }
  override _read(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const other = this.#other();
    if (other.push(chunk)) done();
    else other.#resume = done;
  }
  override _final(done: () => void): void {
    this.#other().push(null);
    done();
  }
}
