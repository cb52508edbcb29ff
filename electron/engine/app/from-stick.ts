import { join } from 'node:path';
import { type DiagnosticError, fail } from '../../api/diagnostic.ts';
import { checkStick, wholeStick } from '../bundle/stick/check-stick.ts';
import { ownHost } from '../bundle/stick/own-host.ts';
import { allHosts } from '../site/derive.ts';
import { openHostKeys } from '../transport/host-keys.ts';
import { openDigestCache } from '../workspace/digest-cache.ts';
import { assertWritableFolder } from '../workspace/writable-folder.ts';
import type { EnginePorts, UserFolders } from './ports.ts';
import type { ReadySite } from './site-shelf.ts';
import { thisMachine } from './this-machine.ts';

/**
 * The host of the site that we run on; undefined where we were not started from a deployment stick. Before anything else is done
 * the stick is looked at: whole, for this site, in a machine of the site, and writable. What takes minutes, its digests, comes last.
 * Throws deploy.*.
 */
export async function ownHostOfStick(
  { site, folder }: ReadySite,
  ports: EnginePorts,
  folders: UserFolders,
): Promise<string | undefined> {
  const { stickRoot } = ports;
  if (stickRoot === undefined) return undefined;
  const manifest = await wholeStick(stickRoot);
  const about = { subject: { file: stickRoot } };
  if (manifest.siteId !== site.id)
    throw fail('deploy.wrong-site', {
      params: { folder: stickRoot, site: manifest.siteId, asked: site.id },
      ...about,
    });
  const hostKeys = await openHostKeys(join(folder.root, 'host-keys.json'));
  const own = ownHost(
    site.id,
    allHosts(site).map(({ name, address }) => ({ name, address, pins: hostKeys.pins(name).map(({ key }) => key) })),
    await thisMachine(),
  );
  await assertWritableFolder(folder.root).catch((error: DiagnosticError) => {
    const why = error.diagnostics?.[0].params.why ?? '?';
    throw fail('deploy.read-only', { params: { folder: stickRoot, why }, ...about });
  });
  await checkStick(stickRoot, { digests: await openDigestCache(join(folders.cache, 'bundle-digests.json')) });
  return own;
}
