/** The largest manifest that registries take (distribution specification, "should" of 4 MiB). Configs stay below it too. */
export const LARGEST_DOCUMENT_BYTES = 4 * 1024 ** 2;
const DEEPEST = 32;

/**
 * Parses JSON that others wrote: its size and how deep it nests are looked at first.
 * @throws Error, RangeError
 */
export function parseBoundedJson(bytes: Uint8Array, maxBytes = LARGEST_DOCUMENT_BYTES): unknown {
  if (bytes.length > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > DEEPEST) throw new RangeError(`nested deeper than ${DEEPEST}`);
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // the parser's own message quotes the text
    throw new Error('not JSON');
  }
}
