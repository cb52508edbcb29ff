import type { SimHost } from './program.ts';

function entries(host: SimHost, file: string): readonly (readonly string[])[] {
  const data = host.files.read(file);
  if (!data) return [];
  return Buffer.from(data)
    .toString('utf8')
    .split('\n')
    .map((line) => line.split(':'));
}

/** uid of a name from /etc/passwd; root without a file. */
export function userId(host: SimHost, name: string): number | undefined {
  if (name === 'root') return 0;
  const id = entries(host, '/etc/passwd').find((fields) => fields[0] === name)?.[2];
  return id === undefined ? undefined : Number(id);
}

export function groupId(host: SimHost, name: string): number | undefined {
  if (name === 'root') return 0;
  const id = entries(host, '/etc/group').find((fields) => fields[0] === name)?.[2];
  return id === undefined ? undefined : Number(id);
}

export function userName(host: SimHost, id: number): string {
  if (id === 0) return 'root';
  return entries(host, '/etc/passwd').find((fields) => fields[2] === String(id))?.[0] ?? String(id);
}

export function groupName(host: SimHost, id: number): string {
  if (id === 0) return 'root';
  return entries(host, '/etc/group').find((fields) => fields[2] === String(id))?.[0] ?? String(id);
}
