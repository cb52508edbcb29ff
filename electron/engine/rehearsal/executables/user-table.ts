import { readFileSync, statSync } from 'node:fs';

/** Names and numbers of a real host's users and groups, from its own /etc/passwd and /etc/group. */
export class UserTable {
  readonly #base: string;
  readonly #kept = new Map<string, { readonly modifiedAt: number; readonly ids: ReadonlyMap<string, number> }>();

  constructor(base: string) {
    this.#base = base;
  }

  userId(name: string): number | undefined {
    return name === 'root' ? 0 : this.#table('/etc/passwd').get(name);
  }

  groupId(name: string): number | undefined {
    return name === 'root' ? 0 : this.#table('/etc/group').get(name);
  }

  userName(id: number): string {
    return nameOf(this.#table('/etc/passwd'), id);
  }

  groupName(id: number): string {
    return nameOf(this.#table('/etc/group'), id);
  }

  #table(file: string): ReadonlyMap<string, number> {
    const path = `${this.#base}${file}`;
    const modifiedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const kept = this.#kept.get(file);
    if (kept?.modifiedAt === modifiedAt) return kept.ids;
    const ids = new Map<string, number>();
    if (modifiedAt !== 0) {
      for (const line of readFileSync(path, 'utf8').split('\n')) {
        const [name = '', , id = ''] = line.split(':');
        if (/^\d+$/.test(id)) ids.set(name, Number(id));
      }
    }
    this.#kept.set(file, { modifiedAt, ids });
    return ids;
  }
}

function nameOf(table: ReadonlyMap<string, number>, id: number): string {
  if (id === 0) return 'root';
  for (const [name, each] of table) if (each === id) return name;
  return String(id);
}
