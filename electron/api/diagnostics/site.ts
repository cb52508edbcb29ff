import { siteClusterDiagnostics } from './site/cluster.ts';
import { siteConflictDiagnostics } from './site/conflict.ts';
import { siteFileDiagnostics } from './site/file.ts';
import { siteHostNetworkDiagnostics } from './site/host-network.ts';
import { siteInstallDiagnostics } from './site/install.ts';
import { siteMachineDiagnostics } from './site/machine.ts';
import { siteMediaDiagnostics } from './site/media.ts';
import { siteNameDiagnostics } from './site/names.ts';
import { siteNetworkDiagnostics } from './site/network.ts';
import { siteStorageDiagnostics } from './site/storage.ts';
import { siteValueDiagnostics } from './site/values.ts';

/** What is wrong with a site.toml, by what it is about. A code exists once, in the file of its idea. */
export const siteDiagnostics = {
  ...siteFileDiagnostics,
  ...siteValueDiagnostics,
  ...siteNameDiagnostics,
  ...siteNetworkDiagnostics,
  ...siteHostNetworkDiagnostics,
  ...siteConflictDiagnostics,
  ...siteClusterDiagnostics,
  ...siteMachineDiagnostics,
  ...siteStorageDiagnostics,
  ...siteInstallDiagnostics,
  ...siteMediaDiagnostics,
} as const;
