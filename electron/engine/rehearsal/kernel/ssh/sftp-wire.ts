/** Reading and writing the fields of SFTP packets (draft-ietf-secsh-filexfer-02, version 3). */
export class SftpReader {
  readonly #bytes: Buffer;
  #at = 0;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }
  byte(): number {
    const value = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    return value;
  }
  uint32(): number {
    const value = this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }
  uint64(): number {
    const value = this.#bytes.readBigUInt64BE(this.#at);
    this.#at += 8;
    return Number(value);
  }
  bytes(): Buffer {
    const length = this.uint32();
    if (this.#at + length > this.#bytes.length) throw new RangeError('an SFTP string is longer than its packet');
    const value = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return value;
  }
  text(): string {
    return this.bytes().toString('utf8');
  }
  attributes(): SftpAttributes {
    const flags = this.uint32();
    return {
      ...(flags & 1 ? { size: this.uint64() } : {}),
      ...(flags & 2 ? { uid: this.uint32(), gid: this.uint32() } : {}),
      ...(flags & 4 ? { mode: this.uint32() } : {}),
      ...(flags & 8 ? { accessedAt: this.uint32(), modifiedAt: this.uint32() } : {}),
    };
  }
}

/** Times in seconds, as on the wire. */
export interface SftpAttributes {
  readonly size?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mode?: number;
  readonly accessedAt?: number;
  readonly modifiedAt?: number;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
export function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
export function string(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as Uint8Array);
  return Buffer.concat([uint32(bytes.length), bytes]);
}
export function attributes(value: Required<SftpAttributes>): Buffer {
  return Buffer.concat([
    uint32(15),
    uint64(value.size),
    uint32(value.uid),
    uint32(value.gid),
    uint32(value.mode),
    uint32(value.accessedAt),
    uint32(value.modifiedAt),
  ]);
}
export function packet(type: number, ...fields: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from([type]), ...fields]);
  return Buffer.concat([uint32(body.length), body]);
}
