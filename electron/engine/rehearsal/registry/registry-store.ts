import { mayUse } from '../kernel/permissions.ts';
import type { SimHost } from '../kernel/program.ts';

/** A digest as files and addresses carry it. */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What the file system refuses the registry; its fields are those of the real error's JSON. */
export class StoreError extends Error {
  readonly operation: 'mkdir' | 'open' | 'read';
  readonly path: string;
  readonly errno: number;
  constructor(operation: 'mkdir' | 'open' | 'read', path: string, errno: number) {
    super(`filesystem: ${operation} ${path}: ${errno === 13 ? 'permission denied' : 'input/output error'}`);
    this.operation = operation;
    this.path = path;
    this.errno = errno;
  }
}

/** docker-registry's content in the simulated file system, laid out as the real one lays it out (registry/storage/paths.go). */
export class RegistryStore {
  readonly #host: SimHost;
  readonly #user: string;
  readonly #base: string;

  constructor(host: SimHost, rootDirectory: string, user: string) {
    this.#host = host;
    this.#user = user;
    this.#base = `${rootDirectory.replace(/\/+$/, '')}/docker/registry/v2`;
  }

  /** Size of what lies under a digest, whatever repository it belongs to; undefined where nothing does. */
  blobSize(digest: string): number | undefined {
    const stat = this.#host.files.stat(this.#dataPath(digest));
    return stat?.kind === 'file' ? stat.sizeBytes : undefined;
  }

  /** Throws {@link StoreError} where the bytes are not kept. */
  readBlob(digest: string): Uint8Array | undefined {
    try {
      return this.#host.files.read(this.#dataPath(digest));
    } catch {
      throw new StoreError('read', this.#dataPath(digest), 5);
    }
  }

  writeBlob(digest: string, content: { readonly bytes?: Uint8Array; readonly sizeBytes: number }): void {
    const path = this.#dataPath(digest);
    if (this.blobSize(digest) !== undefined) return;
    this.#makeFolder(parentOf(path));
    if (content.bytes) this.#host.files.write(path, content.bytes);
    else this.#host.files.writeUnkept?.(path, digest.slice(7), content.sizeBytes);
    this.#host.files.chown(path, this.#user, this.#user);
  }

  hasLayer(repository: string, digest: string): boolean {
    return this.#link(this.#layerPath(repository, digest)) !== undefined && this.blobSize(digest) !== undefined;
  }

  linkLayer(repository: string, digest: string): void {
    this.#writeLink(this.#layerPath(repository, digest), digest);
  }

  unlinkLayer(repository: string, digest: string): boolean {
    return this.#removeLink(this.#layerPath(repository, digest));
  }

  hasManifest(repository: string, digest: string): boolean {
    return this.#link(this.#revisionPath(repository, digest)) !== undefined && this.blobSize(digest) !== undefined;
  }

  putManifest(repository: string, digest: string, bytes: Uint8Array): void {
    this.writeBlob(digest, { bytes, sizeBytes: bytes.length });
    this.#writeLink(this.#revisionPath(repository, digest), digest);
  }

  removeManifest(repository: string, digest: string): boolean {
    if (!this.hasManifest(repository, digest)) return false;
    for (const tag of this.tags(repository) ?? [])
      if (this.resolveTag(repository, tag) === digest)
        this.#host.files.removeTree(`${this.#manifests(repository)}/tags/${tag}`);
    return this.#removeLink(this.#revisionPath(repository, digest));
  }

  resolveTag(repository: string, tag: string): string | undefined {
    return this.#link(`${this.#manifests(repository)}/tags/${tag}/current`);
  }

  writeTag(repository: string, tag: string, digest: string): void {
    const folder = `${this.#manifests(repository)}/tags/${tag}`;
    this.#writeLink(`${folder}/index/sha256/${digest.slice(7)}`, digest);
    this.#writeLink(`${folder}/current`, digest);
  }

  /** undefined = no such repository. */
  tags(repository: string): readonly string[] | undefined {
    return this.#host.files.list(`${this.#manifests(repository)}/tags`);
  }

  /** Repositories that hold something, in order. */
  repositories(): readonly string[] {
    const root = `${this.#base}/repositories`;
    this.#mayOpen(root);
    const found: string[] = [];
    const walk = (folder: string) => {
      for (const name of this.#host.files.list(folder) ?? []) {
        if (name === '_layers') found.push(folder.slice(root.length + 1));
        else if (!name.startsWith('_')) walk(`${folder}/${name}`);
      }
    };
    walk(root);
    return found.sort();
  }

  /** Lays out the folder of an upload. */
  beginUpload(repository: string, id: string, startedAt: string): void {
    const folder = this.#uploadPath(repository, id);
    this.#makeFolder(`${folder}/hashstates/sha256`);
    for (const [name, content] of [
      ['data', ''],
      ['startedat', startedAt],
    ] as const) {
      this.#host.files.write(`${folder}/${name}`, Buffer.from(content));
      this.#host.files.chown(`${folder}/${name}`, this.#user, this.#user);
    }
  }

  endUpload(repository: string, id: string): void {
    this.#host.files.removeTree(this.#uploadPath(repository, id));
  }

  #dataPath(digest: string): string {
    const hex = digest.slice(7);
    return `${this.#base}/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`;
  }

  #repository(name: string): string {
    return `${this.#base}/repositories/${name}`;
  }

  #manifests(repository: string): string {
    return `${this.#repository(repository)}/_manifests`;
  }

  #layerPath(repository: string, digest: string): string {
    return `${this.#repository(repository)}/_layers/sha256/${digest.slice(7)}`;
  }

  #revisionPath(repository: string, digest: string): string {
    return `${this.#manifests(repository)}/revisions/sha256/${digest.slice(7)}`;
  }

  #uploadPath(repository: string, id: string): string {
    return `${this.#repository(repository)}/_uploads/${id}`;
  }

  #link(folder: string): string | undefined {
    const data = this.#host.files.read(`${folder}/link`);
    const digest = data && Buffer.from(data).toString('utf8').trim();
    return digest !== undefined && DIGEST.test(digest) ? digest : undefined;
  }

  #writeLink(folder: string, digest: string): void {
    this.#makeFolder(folder);
    this.#host.files.write(`${folder}/link`, Buffer.from(digest));
    this.#host.files.chown(`${folder}/link`, this.#user, this.#user);
  }

  #removeLink(folder: string): boolean {
    if (this.#link(folder) === undefined) return false;
    this.#host.files.remove(`${folder}/link`);
    return true;
  }

  #makeFolder(path: string): void {
    const { files } = this.#host;
    const missing: string[] = [];
    let place = path;
    for (; place !== '' && files.realpath(place) === undefined; place = parentOf(place)) missing.unshift(place);
    for (const folder of missing) {
      const parent = files.stat(files.realpath(parentOf(folder) || '/') ?? '/');
      if (!parent || !mayUse(this.#host, this.#user, parent, 2) || !this.#passes(parentOf(folder)))
        throw new StoreError('mkdir', folder, 13);
      files.makeDirectory(folder);
      files.chown(folder, this.#user, this.#user);
    }
  }

  #mayOpen(path: string): void {
    if (!this.#passes(path)) throw new StoreError('open', path, 13);
  }

  #passes(path: string): boolean {
    const parts = path.split('/').filter((part) => part !== '');
    return parts.every((_part, index) => {
      const stat = this.#host.files.stat(`/${parts.slice(0, index + 1).join('/')}`);
      return stat?.kind !== 'directory' || mayUse(this.#host, this.#user, stat, 1);
    });
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
