import { homedir } from 'node:os';
import { join } from 'node:path';
import type { StartInstaller } from '../update/install-release.ts';
import type { SecretStore } from '../workspace/secret-store.ts';
import { siteStateFolder, type UserEnvironment, userStateFolder } from '../workspace/state-folder.ts';
import { readUserSettings } from '../workspace/user-settings.ts';

/** What the engine is handed by whatever carries it (command line, engine process, a test). */
export interface EnginePorts {
  readonly appVersion: string;
  /** Folder that holds `installer-assets/` and `templates/`. */
  readonly shippedRoot: string;
  /** Folder of the example sites. */
  readonly examplesRoot: string;
  /** The bundled flasher program. */
  readonly flasherPath: string;
  /** The binary that runs it; absent = this process's own (Node, or an Electron that may run as Node). */
  readonly flasherRuntime?: string | undefined;
  /** Folder with the program for deployment sticks and what it reads; absent = this Sitewright has none (a stick's own). */
  readonly stickProgram?: string;
  /** Started from this deployment stick: one of the site's hosts is the machine that we run on. */
  readonly stickRoot?: string;
  /** Of an installed package: the folder beside the archive, which says how it was installed and whose releases are genuine. */
  readonly resources?: string | undefined;
  /** Closes the window and starts what is installed now; absent where there is no window. */
  readonly restart?: () => void;
  /** Starts the system's package tool; absent = as a program of its own (a test has another). */
  readonly startInstaller?: StartInstaller;
  readonly temporaryRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Who runs it, for the journal and the report. */
  readonly by: string;
  /** `--passphrase-fd`. */
  readonly passphraseFd?: number;
  /** Asks a person for the vault's passphrase; absent where there is nobody to ask. */
  readonly askPassphrase?: (question: string) => Promise<string | undefined>;
  /** Items of a run that are worked on at the same time; default 8. */
  readonly concurrency?: number;
  /** Keeps the laptop from falling asleep while a run is live; absent where nothing can. */
  readonly keepAwake?: (wanted: boolean) => void;
  /** The system's keychain. */
  readonly secretStore?: SecretStore;
}

/** Where things of this user lie. */
export interface UserFolders {
  readonly state: string;
  /** New sites are made here: asked each time, a person may choose another folder at any time. */
  readonly sites: string;
  readonly cache: string;
  siteState(siteId: string): string;
}

export function userFolders(ports: EnginePorts): UserFolders {
  const user: UserEnvironment = { platform: process.platform, env: ports.env, home: homedir() };
  const state = userStateFolder(user);
  return {
    state,
    get sites() {
      return readUserSettings(state).siteFolder ?? join(homedir(), 'sites');
    },
    cache: join(state, 'cache'),
    siteState: (siteId) => siteStateFolder(user, siteId),
  };
}
