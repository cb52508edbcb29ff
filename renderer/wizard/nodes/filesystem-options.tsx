import type { Install } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';

/** The options of the chosen file system; those of the others are not there. */
export function FilesystemOptions({ install, at }: { readonly install: Install; readonly at: string }) {
  const { say } = useSpeech();
  const { filesystem, lvm, zfs, btrfs } = install;
  if (filesystem === 'zfs')
    return (
      <div className="sw-pick sw-narrow">
        <EditField
          path={`${at}.zfs.ashift`}
          label={say('answers.ashift')}
          help={say('answers.ashiftHelp')}
          value={zfs?.ashift}
          numeric
        />
        <EditField path={`${at}.zfs.arcMaxMib`} label={say('answers.arcMax')} value={zfs?.arcMaxMib} numeric />
        <EditField
          path={`${at}.zfs.checksum`}
          label={say('answers.checksum')}
          value={zfs?.checksum}
          choices={['on', 'fletcher4', 'sha256']}
          mayBeUnsaid
        />
        <EditField
          path={`${at}.zfs.compress`}
          label={say('answers.compress')}
          value={zfs?.compress}
          choices={['on', 'off', 'lzjb', 'lz4', 'zle', 'gzip', 'zstd']}
          mayBeUnsaid
        />
        <EditField path={`${at}.zfs.copies`} label={say('answers.copies')} value={zfs?.copies} numeric />
        <EditField
          path={`${at}.zfs.hdsizeGib`}
          label={say('answers.hdsize')}
          help={say('answers.hdsizeHelp')}
          value={zfs?.hdsizeGib}
          numeric
        />
      </div>
    );
  if (filesystem === 'btrfs')
    return (
      <div className="sw-pick sw-narrow">
        <EditField
          path={`${at}.btrfs.compress`}
          label={say('answers.compress')}
          value={btrfs?.compress}
          choices={['on', 'off', 'zlib', 'lzo', 'zstd']}
          mayBeUnsaid
        />
        <EditField
          path={`${at}.btrfs.hdsizeGib`}
          label={say('answers.hdsize')}
          help={say('answers.hdsizeHelp')}
          value={btrfs?.hdsizeGib}
          numeric
        />
      </div>
    );
  return (
    <div className="sw-pick sw-narrow">
      <EditField
        path={`${at}.lvm.hdsizeGib`}
        label={say('answers.hdsize')}
        help={say('answers.hdsizeHelp')}
        value={lvm?.hdsizeGib}
        numeric
      />
      <EditField path={`${at}.lvm.swapsizeGib`} label={say('answers.swapsize')} value={lvm?.swapsizeGib} numeric />
      <EditField path={`${at}.lvm.maxrootGib`} label={say('answers.maxroot')} value={lvm?.maxrootGib} numeric />
      <EditField path={`${at}.lvm.maxvzGib`} label={say('answers.maxvz')} value={lvm?.maxvzGib} numeric />
      <EditField path={`${at}.lvm.minfreeGib`} label={say('answers.minfree')} value={lvm?.minfreeGib} numeric />
    </div>
  );
}
