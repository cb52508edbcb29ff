/**
 * An empty qcow2 image (QEMU's docs/interop/qcow2.txt, version 3): header, refcount table, one refcount block and an
 * empty L1 table, 4 clusters of 64 KiB. `qemu-img check` finds no fault; the guest would see only zeros.
 * @param virtualSizeBytes multiple of 512, at most 4 TiB here
 * @param label up to 64 KiB minus the header; kept in a header extension that readers skip
 */
export function makeEmptyQcow2(virtualSizeBytes: number, label: string): Uint8Array {
  if (virtualSizeBytes % 512 !== 0 || virtualSizeBytes <= 0 || virtualSizeBytes > 2 ** 42)
    throw new RangeError(`not a size for this image: ${virtualSizeBytes}`);
  const clusterBits = 16;
  const clusterBytes = 2 ** clusterBits;
  // One L2 table (a cluster of 8-byte entries) maps 8192 clusters = 512 MiB.
  const l1Entries = Math.ceil(virtualSizeBytes / (clusterBytes * (clusterBytes / 8)));
  const image = Buffer.alloc(4 * clusterBytes);
  image.writeUInt32BE(0x514649fb, 0); // "QFI\xfb"
  image.writeUInt32BE(3, 4);
  image.writeUInt32BE(clusterBits, 20);
  image.writeBigUInt64BE(BigInt(virtualSizeBytes), 24);
  image.writeUInt32BE(l1Entries, 36);
  image.writeBigUInt64BE(BigInt(3 * clusterBytes), 40); // L1 table
  image.writeBigUInt64BE(BigInt(clusterBytes), 48); // refcount table
  image.writeUInt32BE(1, 56);
  image.writeUInt32BE(4, 96); // refcount_order: 16 bits
  image.writeUInt32BE(104, 100); // header length
  const text = Buffer.from(label, 'utf8');
  image.writeUInt32BE(0x53575354, 104); // "SWST": ours, no meaning to QEMU
  image.writeUInt32BE(text.length, 108);
  text.copy(image, 112);
  image.writeBigUInt64BE(BigInt(2 * clusterBytes), clusterBytes);
  for (let cluster = 0; cluster < 4; cluster += 1) image.writeUInt16BE(1, 2 * clusterBytes + 2 * cluster);
  return image;
}
