/** Where the bytes of a file come from: memory, or a file of this computer that is read when its turn comes. */
export type FileContent = { readonly bytes: Uint8Array } | { readonly path: string; readonly sizeBytes: number };

interface NodeAttributes {
  /** Place in the image without a leading slash: `usr/bin/node`. */
  readonly path: string;
  /** Permission bits, set-id and sticky bits included: 0o755. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** One thing in the tree of an image. Times are the layer's, names of users are the image's own: neither is kept here. */
export type TarNode = NodeAttributes &
  (
    | { readonly type: 'file'; readonly content: FileContent }
    | { readonly type: 'directory' }
    | { readonly type: 'symlink'; readonly target: string }
    /** `target` is another node's path. */
    | { readonly type: 'hardlink'; readonly target: string }
    | { readonly type: 'character' | 'block'; readonly major: number; readonly minor: number }
    | { readonly type: 'fifo' }
  );

export function sizeOfContent(content: FileContent): number {
  return 'bytes' in content ? content.bytes.length : content.sizeBytes;
}

/** A file of an image, owned by root unless said otherwise. */
export function fileNode(
  path: string,
  content: FileContent | string | Uint8Array,
  attributes: { readonly mode?: number; readonly uid?: number; readonly gid?: number } = {},
): TarNode {
  const { mode = 0o644, uid = 0, gid = 0 } = attributes;
  const held: FileContent =
    typeof content === 'string'
      ? { bytes: Buffer.from(content, 'utf8') }
      : content instanceof Uint8Array
        ? { bytes: content }
        : content;
  return { type: 'file', path: safePath(path), mode, uid, gid, content: held };
}

export function directoryNode(
  path: string,
  attributes: { readonly mode?: number; readonly uid?: number; readonly gid?: number } = {},
): TarNode {
  const { mode = 0o755, uid = 0, gid = 0 } = attributes;
  return { type: 'directory', path: safePath(path), mode, uid, gid };
}

/** @param target as it is written into the link: `../lib/x` or `/usr/lib/x` */
export function symlinkNode(path: string, target: string): TarNode {
  return { type: 'symlink', path: safePath(path), mode: 0o777, uid: 0, gid: 0, target };
}

/**
 * The place a name stands for, without `./` and slashes at its ends; the root itself is ''.
 * @throws Error for what would lie outside, or would mean something else to who unpacks a layer
 */
export function safePath(name: string): string {
  if (name.includes('\0')) throw new Error('a name with a NUL byte');
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw new Error(`«${name.slice(0, 200)}» leads out of the image`);
  // in a layer such a name takes away what lies below (OCI image specification, "Whiteouts")
  if (parts.some((part) => part.startsWith('.wh.'))) throw new Error(`«${name.slice(0, 200)}» would be a whiteout`);
  if (parts.some((part) => Buffer.byteLength(part) > 255)) throw new Error('a name longer than 255 bytes');
  return parts.join('/');
}
