import { useId, useState } from 'react';
import type { Host, Install } from '../../../electron/api/site.ts';
import type { SiteEdit } from '../../../electron/api/sites.ts';
import { useEngine } from '../../app/engine-context.ts';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { EditLines, filterLines } from '../../ui/edit-lines.tsx';
import { FieldNotes, useFieldNotes } from '../../ui/field-notes.tsx';
import { FilesystemOptions } from './filesystem-options.tsx';

type DiskBy = 'serial' | 'path' | 'filter';

const RAID: Readonly<Record<Install['filesystem'], readonly string[]>> = {
  ext4: [],
  xfs: [],
  zfs: ['raid0', 'raid1', 'raid10', 'raidz-1', 'raidz-2', 'raidz-3'],
  btrfs: ['raid0', 'raid1', 'raid10'],
};
/** The tables that only one file system reads. */
const OWN_TABLES = { ext4: ['lvm'], xfs: ['lvm'], zfs: ['zfs'], btrfs: ['btrfs'] } as const;

/** Which disks are erased and what is put on them. Exactly one of three ways names them. */
export function DiskGroup({
  host,
  install,
  at,
}: {
  readonly host: Host;
  readonly install: Install;
  readonly at: string;
}) {
  const { say } = useSpeech();
  const [wanted, setWanted] = useState<DiskBy>();
  const id = useId();
  const said: DiskBy = install.diskFilter ? 'filter' : install.diskPaths ? 'path' : 'serial';
  const by = wanted ?? said;
  const present = {
    serial: install.diskSerials ? [`${at}.diskSerials`] : [],
    path: install.diskPaths ? [`${at}.diskPaths`] : [],
    filter: [
      ...(install.diskFilter ? [`${at}.diskFilter`] : []),
      ...(install.diskFilterMatch ? [`${at}.diskFilterMatch`] : []),
    ],
  };
  const others = (Object.keys(present) as DiskBy[]).filter((way) => way !== by).flatMap((way) => present[way]);
  const pool = install.filesystem === 'zfs' || install.filesystem === 'btrfs';
  return (
    <section className="sw-group" aria-labelledby={`${id}-head`}>
      <h3 id={`${id}-head`}>{say('answers.disks')}</h3>
      <div className="sw-pick">
        <div className="sw-field">
          <label htmlFor={id}>{say('answers.diskBy')}</label>
          <select id={id} className="sw-input" value={by} onChange={(event) => setWanted(event.target.value as DiskBy)}>
            <option value="serial">{say('answers.bySerial')}</option>
            <option value="path">{say('answers.byPath')}</option>
            <option value="filter">{say('answers.byFilter')}</option>
          </select>
        </div>
        <FilesystemField install={install} at={at} />
        {(pool || install.raid !== undefined) && (
          <EditField
            path={`${at}.raid`}
            label={say('answers.raid')}
            value={install.raid}
            choices={RAID[install.filesystem]}
            mayBeUnsaid
          />
        )}
      </div>
      {by === 'serial' && (
        <>
          <DiskPicks host={host} chosen={install.diskSerials ?? []} path={`${at}.diskSerials`} instead={others} />
          <EditLines
            path={`${at}.diskSerials`}
            lines={install.diskSerials ?? []}
            label={say('answers.serials')}
            help={say('answers.serialsHelp')}
            instead={others}
            needed
          />
        </>
      )}
      {by === 'path' && (
        <EditLines
          path={`${at}.diskPaths`}
          lines={install.diskPaths ?? []}
          label={say('answers.paths')}
          help={say('answers.pathsHelp')}
          instead={others}
          needed
        />
      )}
      {by === 'filter' && (
        <>
          <EditLines
            path={`${at}.diskFilter`}
            lines={filterLines(install.diskFilter)}
            label={say('answers.filter')}
            help={say(pool ? 'answers.filterHelpPool' : 'answers.filterHelp')}
            instead={others}
            pairs
            needed
          />
          {(pool || install.diskFilterMatch !== undefined) && (
            <EditField
              path={`${at}.diskFilterMatch`}
              label={say('answers.filterMatch')}
              value={install.diskFilterMatch}
              choices={[
                { value: 'any', text: say('answers.matchAny') },
                { value: 'all', text: say('answers.matchAll') },
              ]}
              mayBeUnsaid
            />
          )}
        </>
      )}
      <FilesystemOptions install={install} at={at} />
    </section>
  );
}

/** What cannot stand beside another file system goes with the switch. */
function FilesystemField({ install, at }: { readonly install: Install; readonly at: string }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const id = useId();
  const path = `${at}.filesystem`;
  const { notes, worst } = useFieldNotes(path);
  const change = (filesystem: Install['filesystem']) => {
    const kept: readonly string[] = OWN_TABLES[filesystem];
    const gone = (['lvm', 'zfs', 'btrfs'] as const).filter((table) => !kept.includes(table));
    const raidGoes = install.raid !== undefined && !RAID[filesystem].includes(install.raid);
    const edits: SiteEdit[] = [
      { op: 'set', path, value: filesystem },
      ...gone.map((table): SiteEdit => ({ op: 'remove', path: `${at}.${table}` })),
      ...(raidGoes ? [{ op: 'remove', path: `${at}.raid` } as const] : []),
    ];
    void edit(engine, edits);
  };
  return (
    <div className="sw-field">
      <label htmlFor={id}>{say('answers.filesystem')}</label>
      <select
        id={id}
        data-field={path}
        className={`sw-input${worst ? ` sw-${worst}` : ''}`}
        value={install.filesystem}
        aria-invalid={worst === 'error'}
        aria-describedby={`${id}-help`}
        onChange={(event) => change(event.target.value as Install['filesystem'])}
      >
        {(['ext4', 'xfs', 'zfs', 'btrfs'] as const).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <FieldNotes id={`${id}-help`} notes={notes} />
    </div>
  );
}

/** The disks that are known of the machine: ticking one writes its serial. The last one cannot be taken away. */
function DiskPicks({
  host,
  chosen,
  path,
  instead,
}: {
  readonly host: Host;
  readonly chosen: readonly string[];
  readonly path: string;
  readonly instead: readonly string[];
}) {
  const { say, number } = useSpeech();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  // Shown at once; the file's own word follows.
  const [wished, setWished] = useState<readonly string[]>();
  const shown = wished ?? chosen;
  const disks = host.hardware?.disks ?? [];
  if (disks.length === 0) return null;
  const write = (serial: string, take: boolean) => {
    const next = take ? [...shown, serial] : shown.filter((entry) => entry !== serial);
    setWished(next);
    void edit(engine, [
      { op: 'set', path, value: next },
      ...instead.map((other) => ({ op: 'remove', path: other }) as const),
    ]).then(() => setWished(undefined));
  };
  return (
    <fieldset className="sw-picks">
      <legend>{say('answers.pick')}</legend>
      {disks.map((disk) => {
        const taken = shown.includes(disk.serial);
        return (
          <label key={disk.serial} className="sw-check">
            <input
              type="checkbox"
              checked={taken}
              disabled={taken && shown.length === 1}
              onChange={(event) => write(disk.serial, event.target.checked)}
            />
            <span>
              {disk.name && <span className="mono">{disk.name} </span>}
              {disk.model} {number(disk.sizeGb)} GB <span className="mono sw-subtle">{disk.serial}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
