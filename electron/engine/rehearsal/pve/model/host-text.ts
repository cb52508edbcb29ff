import type { SimHost } from '../../kernel/program.ts';

/** A text file of a host; undefined where there is none. */
export function readHostText(host: SimHost, path: string): string | undefined {
  try {
    const data = host.files.read(path);
    return data === undefined ? undefined : Buffer.from(data).toString('utf8');
  } catch {
    return undefined;
  }
}

export function writeHostText(host: SimHost, path: string, text: string, mode = 0o644): void {
  const directory = path.slice(0, path.lastIndexOf('/'));
  if (directory !== '') host.files.makeDirectories(directory, 0o755);
  host.files.write(path, Buffer.from(text, 'utf8'), mode);
}
