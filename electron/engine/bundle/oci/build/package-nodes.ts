import { fail } from '../../../../api/diagnostic.ts';
import type { RangeSource } from '../../../compress/range-source.ts';
import { readDebDataTarInSlices } from '../../../debs/deb-file.ts';
import { readTarNodes } from './read-tar-nodes.ts';
import type { TarNode } from './tar-node.ts';

export interface PackageNodesOptions {
  /** Leaves a file out; default {@link neededInContainers} keeps what runs, and every copyright file. */
  readonly keep?: (path: string) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a .deb brings, as nodes of an image. Its maintainer scripts do not run: what they would make (users, caches, links of
 * alternatives) is added as files by who builds the image. Unpacks in slices.
 * @param name how the file is called in sentences
 * @throws oci.archive-unsafe
 */
export async function packageNodes(
  deb: RangeSource,
  name: string,
  { keep = neededInContainers, signal }: PackageNodesOptions = {},
): Promise<readonly TarNode[]> {
  try {
    const nodes = readTarNodes(await readDebDataTarInSlices(deb, signal));
    const left = new Set(nodes.filter(({ path }) => !keep(path)).map(({ path }) => path));
    const torn = nodes.find((node) => node.type === 'hardlink' && left.has(node.target) && !left.has(node.path));
    if (torn) throw new Error(`${torn.path} is a hard link to a file that is left out`);
    return nodes.filter(({ path }) => !left.has(path));
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw fail('oci.archive-unsafe', { params: { file: name, why }, subject: { file: name } });
  }
}

const NOT_NEEDED =
  /^usr\/(share\/(man|info|locale|doc-base|lintian|bug|menu|groff|linda|gcc|bash-completion|zsh|fish|pixmaps|icons|applications|metainfo)|include|lib\/(systemd|udev|tmpfiles\.d|sysusers\.d)|games)(\/|$)/;

/** Manuals, translations and units are of no use in a container; licences go with what they belong to. */
export function neededInContainers(path: string): boolean {
  if (/^usr\/share\/doc\//.test(path)) return /^usr\/share\/doc\/[^/]+(\/copyright)?$/.test(path);
  return (
    !NOT_NEEDED.test(path) && !/^(lib\/systemd|lib\/udev|etc\/(init\.d|cron\.[a-z]+|logrotate\.d))(\/|$)/.test(path)
  );
}
