/**
 * What the wrapper on a real host and the daemon say to each other over the unix socket: frames of one type letter, a
 * 32-bit big-endian length and that many bytes.
 *
 * Wrapper to daemon: N host name, C cwd, U umask (octal), A one argument (the first is the program), E `NAME=value`, G go,
 * I bytes of standard input, Z end of standard input, S signal name. Or, instead of a program: K a control request (JSON).
 * Daemon to wrapper: W wants standard input, O standard output, R standard error, X `exit code [signal]`, J a control answer.
 */
export type FrameType = 'N' | 'C' | 'U' | 'A' | 'E' | 'G' | 'I' | 'Z' | 'S' | 'K' | 'W' | 'O' | 'R' | 'X' | 'J';

const MAX_FRAME_BYTES = 64 * 1024 * 1024;

export interface Frame {
  readonly type: FrameType;
  readonly data: Buffer;
}

export function encodeFrame(type: FrameType, data: string | Uint8Array = ''): Buffer {
  const body = Buffer.from(data as Uint8Array);
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** Cuts a byte stream into frames; give it every chunk in order. Throws where the other side does not speak this. */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0);

  push(chunk: Uint8Array): readonly Frame[] {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const frames: Frame[] = [];
    while (this.#pending.length >= 5) {
      const length = this.#pending.readUInt32BE(1);
      if (length > MAX_FRAME_BYTES) throw new Error(`a frame of ${length} bytes is no frame of this protocol`);
      if (this.#pending.length < 5 + length) break;
      const type = this.#pending.toString('latin1', 0, 1) as FrameType;
      frames.push({ type, data: Buffer.from(this.#pending.subarray(5, 5 + length)) });
      this.#pending = this.#pending.subarray(5 + length);
    }
    return frames;
  }
}
