// The one shim: what Node 18 (Electron 25) lacks and our libraries take for granted. A newer Node keeps its own.
import { Blob } from 'node:buffer';
import { webcrypto } from 'node:crypto';

const scope = globalThis as unknown as Record<string, unknown>;

if (scope.crypto === undefined) scope.crypto = webcrypto;
if (scope.File === undefined) {
  scope.File = class File extends Blob {
    readonly name: string;
    readonly lastModified: number;
    constructor(
      parts: ConstructorParameters<typeof Blob>[0],
      name: string,
      options: { type?: string; lastModified?: number } = {},
    ) {
      super(parts, options);
      this.name = name;
      this.lastModified = options.lastModified ?? Date.now();
    }
  };
}
if (typeof URL.canParse !== 'function') {
  URL.canParse = (url, base) => {
    try {
      return Boolean(new URL(url, base));
    } catch {
      return false;
    }
  };
}
