import type { Program } from '../../kernel/program.ts';
import { prettyJson } from '../cli/json-text.ts';
import { imageInfo } from '../model/image-size.ts';
import { parseSize } from '../model/volumes.ts';

/** `qemu-img create` and `info` for image files of a node. */
export const qemuImg: Program = async (context) => {
  const [verb = '', ...words] = context.argv.slice(1);
  const at = words.indexOf('-f');
  const format = at >= 0 ? (words[at + 1] ?? 'raw') : 'raw';
  const plain = words.filter(
    (word, index) => !word.startsWith('-') && (at < 0 || index !== at + 1) && !words[index - 1]?.startsWith('--output'),
  );
  const [path = '', size = ''] = plain;
  await context.sleep(0.05);
  if (verb === 'create') {
    const bytes = parseSize(size);
    if (bytes === undefined) {
      context.stderr(`qemu-img: Invalid image size specified!\n`);
      return 1;
    }
    context.host.files.write(path, format === 'qcow2' ? qcow2Header(bytes) : new Uint8Array(0));
    context.stdout(
      format === 'qcow2'
        ? `Formatting '${path}', fmt=qcow2 cluster_size=65536 extended_l2=off compression_type=zlib size=${bytes} lazy_refcounts=off refcount_bits=16\n`
        : `Formatting '${path}', fmt=${format} size=${bytes}\n`,
    );
    return 0;
  }
  if (verb === 'info') {
    const info = imageInfo(context.host, path);
    if (!info) {
      context.stderr(`qemu-img: Could not open '${path}': Could not open '${path}': No such file or directory\n`);
      return 1;
    }
    const disk = context.host.files.stat(path)?.sizeBytes ?? 0;
    if (words.includes('json') || words.includes('--output=json')) {
      context.stdout(
        `${prettyJson({ 'actual-size': disk, 'dirty-flag': false, filename: path, format: info.format, 'virtual-size': info.virtualBytes })}\n`,
      );
    } else
      context.stdout(
        `image: ${path}\nfile format: ${info.format}\nvirtual size: ${info.virtualBytes} bytes\ndisk size: ${disk}\n`,
      );
    return 0;
  }
  context.stderr(`qemu-img: Command not found: ${verb}\n`);
  return 1;
};

/** The first bytes of an empty qcow2 image, version 3. */
function qcow2Header(virtualBytes: number): Uint8Array {
  const header = Buffer.alloc(512);
  header.writeUInt32BE(0x514649fb, 0);
  header.writeUInt32BE(3, 4);
  header.writeUInt32BE(16, 20);
  header.writeBigUInt64BE(BigInt(virtualBytes), 24);
  return header;
}
