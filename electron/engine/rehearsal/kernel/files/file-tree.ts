import { FileContent } from './file-content.ts';

interface Meta {
  mode: number;
  owner: string;
  group: string;
  modifiedAt: number;
}
export interface DirectoryNode extends Meta {
  readonly kind: 'directory';
  readonly children: Map<string, TreeNode>;
}
export interface FileNode extends Meta {
  readonly kind: 'file';
  content: FileContent;
}
export interface LinkNode extends Meta {
  readonly kind: 'symlink';
  readonly target: string;
}
export interface DeviceNode extends Meta {
  readonly kind: 'block' | 'character';
  readonly sizeBytes: number;
}
/** One entry of the plain tree below the mounts. */
export type TreeNode = DirectoryNode | FileNode | LinkNode | DeviceNode;

/** JSON shape of a node: short keys, since a host has some hundred of them. */
export type NodeJson = {
  readonly m: number;
  readonly o?: string;
  readonly g?: string;
  readonly t: number;
} & (
  | { readonly d: Readonly<Record<string, NodeJson>> }
  | { readonly f: string }
  | { readonly b: string }
  /** Digest and size of a file whose bytes are not kept. */
  | { readonly h: string; readonly s: number }
  | { readonly l: string }
  | { readonly v: 'block' | 'character'; readonly s: number }
);

/** Where file bytes go that are too large to stand in the state itself. */
export interface BlobStore {
  put(digest: string, data: Uint8Array): void;
  get(digest: string): Uint8Array;
}
const INLINE_BYTES = 16 * 1024;

export function newDirectory(mode: number, at: number): DirectoryNode {
  return { kind: 'directory', mode, owner: 'root', group: 'root', modifiedAt: at, children: new Map() };
}

/** Plain JSON of a tree; file bytes as base64, or by digest in `blobs` above 16 KiB. */
export function treeToJson(node: TreeNode, blobs?: BlobStore): NodeJson {
  const meta = {
    m: node.mode,
    ...(node.owner === 'root' ? {} : { o: node.owner }),
    ...(node.group === 'root' ? {} : { g: node.group }),
    t: node.modifiedAt,
  };
  switch (node.kind) {
    case 'directory': {
      const entries: Record<string, NodeJson> = {};
      for (const [name, child] of node.children) entries[name] = treeToJson(child, blobs);
      return { ...meta, d: entries };
    }
    case 'file': {
      if (!node.content.isKept) return { ...meta, h: node.content.digest(), s: node.content.length };
      if (blobs && node.content.length > INLINE_BYTES) {
        const digest = node.content.digest();
        blobs.put(digest, node.content.view());
        return { ...meta, b: digest };
      }
      return { ...meta, f: node.content.view().toString('base64') };
    }
    case 'symlink':
      return { ...meta, l: node.target };
    default:
      return { ...meta, v: node.kind, s: node.sizeBytes };
  }
}

export function treeFromJson(json: NodeJson, blobs?: BlobStore): TreeNode {
  const meta = { mode: json.m, owner: json.o ?? 'root', group: json.g ?? 'root', modifiedAt: json.t };
  if ('d' in json) {
    const children = new Map<string, TreeNode>();
    for (const [name, child] of Object.entries(json.d)) children.set(name, treeFromJson(child, blobs));
    return { kind: 'directory', ...meta, children };
  }
  if ('f' in json) return { kind: 'file', ...meta, content: new FileContent(Buffer.from(json.f, 'base64')) };
  if ('b' in json) {
    if (!blobs) throw new Error(`the state names a blob (${json.b}) but no blob store was given`);
    return { kind: 'file', ...meta, content: new FileContent(blobs.get(json.b)) };
  }
  if ('h' in json) return { kind: 'file', ...meta, content: FileContent.unkept(json.h, json.s) };
  if ('l' in json) return { kind: 'symlink', ...meta, target: json.l };
  return { kind: json.v, ...meta, sizeBytes: json.s };
}
