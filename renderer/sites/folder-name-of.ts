/** A name for the folder of a site, from how people call it: `Town hall, north` becomes `town-hall-north`. '' = none can be made. */
export function folderNameOf(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 31)
    .replace(/-+$/, '');
  return plain.length < 2 ? '' : plain;
}
