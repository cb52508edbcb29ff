import type { Settings, SettingsChange } from '../../api/settings.ts';
import { readUserSettings, writeUserSettings } from '../workspace/user-settings.ts';
import { assertWritableFolder } from '../workspace/writable-folder.ts';
import type { UserFolders } from './ports.ts';

/** What this user chose for every face: one file in the user's state, one change after another. */
export class SettingsDesk {
  readonly #folders: UserFolders;
  #last: Promise<unknown> = Promise.resolve();

  constructor(folders: UserFolders) {
    this.#folders = folders;
  }

  read(): Settings {
    const chosen = readUserSettings(this.#folders.state);
    return {
      ...(chosen.language === undefined ? {} : { language: chosen.language }),
      theme: chosen.theme ?? 'system',
      motion: chosen.motion ?? 'system',
      logTextPx: chosen.logTextPx ?? 12,
      siteFolder: this.#folders.sites,
      isOwnSiteFolder: chosen.siteFolder !== undefined,
    };
  }

  /** @param change its folder as a path. Throws workspace.not-writable where nothing can be made in that folder. */
  change(change: SettingsChange): Promise<Settings> {
    const done = this.#last.then(async () => {
      const { siteFolder, ...others } = change;
      if (typeof siteFolder === 'string') await assertWritableFolder(siteFolder);
      const { siteFolder: before, ...kept } = readUserSettings(this.#folders.state);
      const folder = siteFolder === undefined ? before : (siteFolder ?? undefined);
      await writeUserSettings(this.#folders.state, {
        ...kept,
        ...others,
        ...(folder === undefined ? {} : { siteFolder: folder }),
      });
      return this.read();
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}
