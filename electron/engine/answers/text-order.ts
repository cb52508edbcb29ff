/** Order of the installer's sorted maps: by UTF-8 bytes, so that disk "10" comes before disk "2". */
export function compareText(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
