import { type AssetStore, folderAssets } from '../stacks/asset-store.ts';
import { MediaDesk } from './media-desk.ts';
import { type EnginePorts, userFolders } from './ports.ts';
import { ReportDesk } from './report-desk.ts';
import { RunDesk } from './run-desk.ts';
import { SecretsDesk } from './secrets-desk.ts';
import { SiteShelf } from './site-shelf.ts';

/** The rooms of the application that procedures call into. */
export interface Desks {
  readonly ports: EnginePorts;
  readonly assets: AssetStore;
  readonly shelf: SiteShelf;
  readonly runs: RunDesk;
  readonly reports: ReportDesk;
  readonly media: MediaDesk;
  readonly secrets: SecretsDesk;
}

export function createDesks(ports: EnginePorts): Desks {
  const folders = userFolders(ports);
  const assets = folderAssets(ports.shippedRoot);
  const runs = new RunDesk(ports, folders, assets);
  return {
    ports,
    assets,
    shelf: new SiteShelf(ports, folders),
    runs,
    reports: new ReportDesk(runs),
    media: new MediaDesk(ports, folders),
    secrets: new SecretsDesk(ports),
  };
}
