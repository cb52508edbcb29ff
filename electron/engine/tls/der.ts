/** The few forms of DER (X.690) that a certificate is made of. node:crypto reads certificates but makes none. */

/** A tag, the length in its shortest form, the content. */
export function tagged(tag: number, content: Buffer): Buffer {
  const length =
    content.length < 0x80
      ? Buffer.from([content.length])
      : content.length < 0x100
        ? Buffer.from([0x81, content.length])
        : Buffer.from([0x82, content.length >> 8, content.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

export function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

export function integer(bytes: Buffer): Buffer {
  const head = bytes[0] ?? 0;
  return tagged(0x02, head >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : trimmed(bytes));
}

function trimmed(bytes: Buffer): Buffer {
  let at = 0;
  while (at < bytes.length - 1 && bytes[at] === 0 && (bytes[at + 1] ?? 0) < 0x80) at += 1;
  return bytes.subarray(at);
}

export function oid(parts: readonly number[]): Buffer {
  const bytes = [(parts[0] ?? 0) * 40 + (parts[1] ?? 0)];
  for (const part of parts.slice(2)) {
    const groups = [part & 0x7f];
    for (let rest = part >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** A distinguished name written `OU=x,O=y,CN=z`. */
export function distinguishedName(text: string): Buffer {
  const ids: Readonly<Record<string, readonly number[]>> = { CN: [2, 5, 4, 3], O: [2, 5, 4, 10], OU: [2, 5, 4, 11] };
  const parts = text.split(',').map((part) => {
    const [key = 'CN', value = ''] = part.split('=');
    return tagged(0x31, sequence(oid(ids[key] ?? [2, 5, 4, 3]), tagged(0x0c, Buffer.from(value, 'utf8'))));
  });
  return sequence(...parts);
}

/** UTCTime until 2049, GeneralizedTime after (RFC 5280, 4.1.2.5). */
export function time(epochMs: number): Buffer {
  const text = new Date(epochMs).toISOString().replace(/[-:T]|\.\d+/g, '');
  return Number(text.slice(0, 4)) < 2050 ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text));
}
