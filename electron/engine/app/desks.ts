import { type AssetStore, folderAssets } from '../stacks/asset-store.ts';
import { AdoptDesk } from './adopt-desk.ts';
import { AnswersDesk } from './answers-desk.ts';
import { ArriveDesk } from './arrive-desk.ts';
import { BundleDesk } from './bundle-desk.ts';
import { DeploymentDesk } from './deployment-desk.ts';
import { DrivesDesk } from './drives-desk.ts';
import { EditMemory } from './edit-memory.ts';
import { HandoverDesk } from './handover-desk.ts';
import { HistoryDesk } from './history-desk.ts';
import { ImagesDesk } from './images-desk.ts';
import { LogDesk } from './log-desk.ts';
import { MachinesDesk } from './machines-desk.ts';
import { type EnginePorts, type UserFolders, userFolders } from './ports.ts';
import { ReportDesk } from './report-desk.ts';
import { RunDesk } from './run-desk.ts';
import { SecretsDesk } from './secrets-desk.ts';
import { sessionSecrets } from './session-secrets.ts';
import { SettingsDesk } from './settings-desk.ts';
import { SiteCopyDesk } from './site-copy-desk.ts';
import { SiteShelf } from './site-shelf.ts';
import { SitesDesk } from './sites-desk.ts';
import { StackDesk } from './stack-desk.ts';
import { StickMemory } from './stick-memory.ts';
import { SupportDesk } from './support-desk.ts';
import { UpdateDesk } from './update-desk.ts';
import { VaultDesk } from './vault-desk.ts';

/** The rooms of the application that procedures call into. */
export interface Desks {
  readonly ports: EnginePorts;
  readonly folders: UserFolders;
  readonly assets: AssetStore;
  readonly settings: SettingsDesk;
  readonly shelf: SiteShelf;
  readonly sites: SitesDesk;
  readonly adoption: AdoptDesk;
  readonly runs: RunDesk;
  readonly logs: LogDesk;
  readonly histories: HistoryDesk;
  readonly reports: ReportDesk;
  readonly answers: AnswersDesk;
  readonly machines: MachinesDesk;
  readonly images: ImagesDesk;
  readonly drives: DrivesDesk;
  readonly arrivals: ArriveDesk;
  readonly secrets: SecretsDesk;
  readonly bundles: BundleDesk;
  readonly deployments: DeploymentDesk;
  readonly stacks: StackDesk;
  readonly support: SupportDesk;
  readonly vaults: VaultDesk;
  readonly handovers: HandoverDesk;
  readonly copies: SiteCopyDesk;
  readonly updates: UpdateDesk;
}

export function createDesks(given: EnginePorts): Desks {
  const ports: EnginePorts = { ...given, secretStore: sessionSecrets(given.secretStore) };
  const folders = userFolders(ports);
  const assets = folderAssets(ports.shippedRoot);
  const runs = new RunDesk(ports, folders, assets);
  const sites = new SitesDesk(ports.appVersion, folders, assets);
  const answers = new AnswersDesk(ports, assets);
  const machines = new MachinesDesk();
  const memory = new StickMemory(folders);
  const images = new ImagesDesk(folders, answers, machines, memory);
  return {
    ports,
    folders,
    assets,
    settings: new SettingsDesk(folders),
    shelf: new SiteShelf(ports, folders, machines, assets, new EditMemory(folders.state)),
    sites,
    adoption: new AdoptDesk(ports, sites),
    runs,
    logs: new LogDesk(runs.shelf),
    histories: new HistoryDesk(runs.shelf),
    reports: new ReportDesk(runs.shelf),
    answers,
    machines,
    images,
    drives: new DrivesDesk(ports, folders, images, memory),
    arrivals: new ArriveDesk(runs, ports, folders, assets),
    secrets: new SecretsDesk(ports),
    bundles: new BundleDesk(ports, folders, assets, runs),
    deployments: new DeploymentDesk(ports, assets, runs),
    stacks: new StackDesk(runs, assets),
    support: new SupportDesk(ports, runs.shelf),
    vaults: new VaultDesk(ports),
    handovers: new HandoverDesk(ports),
    copies: new SiteCopyDesk(ports, runs),
    updates: new UpdateDesk(ports, folders, runs),
  };
}
