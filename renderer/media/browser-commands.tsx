import { useId, useState } from 'react';
import { create } from 'zustand';
import type { DriveView, ImageView } from '../../electron/api/media.ts';
import type { Site } from '../../electron/api/site.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { CommandLine } from '../ui/command-line.tsx';
import { Panel } from '../ui/panel.tsx';
import { shellWord } from '../ui/shell-word.ts';
import { useBase } from './base-choice.ts';
import { imageOwner } from './image-owner.ts';

/** Where the base lies is only known to the person: a page in a browser sees no files. */
const useBasePath = create<{ readonly path: string; setPath(path: string): void }>((set) => ({
  path: 'BASE.iso',
  setPath: (path) => set({ path }),
}));

/** In a browser nothing is written: the exact commands, with the real names. */
export function BrowserCommands() {
  const { say } = useSpeech();
  const site = useSite((state) => state.document?.path ?? 'site.toml');
  const { path, setPath } = useBasePath();
  const form = useBase((state) => state.form);
  const id = useId();
  return (
    <Panel title={say('sticks.browserTitle')}>
      <div className="sw-stack">
        <p>{say('sticks.browserWhy')}</p>
        <div className="sw-field">
          <label htmlFor={id}>{say('sticks.basePath')}</label>
          <input
            id={id}
            className="sw-input mono"
            value={path}
            spellCheck={false}
            onChange={(event) => setPath(event.target.value)}
          />
        </div>
        <CommandLine
          label={say('sticks.commandMake')}
          command={`sitewright image make ${shellWord(site)} --base ${shellWord(path || 'BASE.iso')} --out ${shellWord(mediaFolder(site))}${form === 'iso' ? ' --full' : ''}`}
        />
      </div>
    </Panel>
  );
}

/** What would be typed for this drive, once its node is chosen. */
export function DriveCommand({
  site,
  drive,
  images,
}: {
  readonly site: Site;
  readonly drive: DriveView;
  readonly images: readonly ImageView[];
}) {
  const { say } = useSpeech();
  const sitePath = useSite((state) => state.document?.path ?? 'site.toml');
  const base = useBasePath((state) => state.path) || 'BASE.iso';
  const [owner, setOwner] = useState('');
  const id = useId();
  const owners = images.map((image) => imageOwner(site, image) ?? say('media.allNodes'));
  const image = images[owners.indexOf(owner)];
  const ours = typeof drive.stick === 'object';
  return (
    <div className="sw-stack sw-name-form">
      <div className="sw-field">
        <label htmlFor={id}>{say('sticks.commandFor')}</label>
        <select id={id} className="sw-input" value={owner} onChange={(event) => setOwner(event.target.value)}>
          <option value="">{say('sticks.choose')}</option>
          {owners.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {image && (
        <CommandLine
          label={say('sticks.commandFlash', { model: drive.model, node: owner })}
          command={[
            `sitewright flash ${shellWord(image.file)}`,
            image.kind === 'overlay' ? `--base ${shellWord(base)}` : '',
            `--to ${shellWord(drive.device)} --confirm ${shellWord(drive.confirm)}`,
          ]
            .filter(Boolean)
            .join(' ')}
        />
      )}
      {image && ours && imageOwner(site, image) !== undefined && (
        <CommandLine
          label={say('sticks.commandRetarget', { model: drive.model, node: owner })}
          command={`sitewright image retarget ${shellWord(drive.device)} ${shellWord(sitePath)} --base ${shellWord(base)} --node ${shellWord(image.node)}`}
        />
      )}
    </div>
  );
}

/** Beside site.toml, where this page looks for images. */
function mediaFolder(sitePath: string): string {
  return sitePath.replace(/[^/\\]*$/, 'media');
}
