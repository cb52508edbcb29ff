import { useId } from 'react';
import type { ImageView } from '../../electron/api/media.ts';
import type { Site } from '../../electron/api/site.ts';
import { useSpeech } from '../text/text.ts';
import { CommandLine } from '../ui/command-line.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { type ImageForm, useBase } from './base-choice.ts';
import { imageOwner } from './image-owner.ts';
import { IMAGE_STATES } from './image-state.ts';
import type { Making } from './making.ts';

const FORMS = {
  overlay: ['media.formSticks', 'media.formSticksWhy'],
  iso: ['media.formIso', 'media.formIsoWhy'],
} as const;

/** What the next images are: small overlays for sticks, or complete files for the virtual CD of a server; and the complete ones made. */
export function FormPanel({
  site,
  images,
  making,
}: {
  readonly site: Site;
  readonly images: readonly ImageView[];
  readonly making: Making;
}) {
  const { say, bytes } = useSpeech();
  const form = useBase((state) => state.form);
  const setForm = useBase((state) => state.setForm);
  const name = useId();
  const complete = images.filter((image) => image.kind === 'iso');
  const { steps } = making;
  return (
    <Panel title={say('media.formTitle')}>
      <fieldset className="sw-form-choice" disabled={making.busy}>
        <legend className="pf-v6-screen-reader">{say('media.formTitle')}</legend>
        {(Object.keys(FORMS) as ImageForm[]).map((entry) => (
          <label key={entry} className="sw-check">
            <input type="radio" name={name} checked={form === entry} onChange={() => setForm(entry)} />
            <span>
              {say(FORMS[entry][0])} <span className="sw-subtle sw-small">{say(FORMS[entry][1])}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {making.busy && !steps && (
        <div className="sw-form-progress" role="status">
          <StateMark mark="running">
            <span className="sw-wrapping">{say('media.makingWhat')}</span>
          </StateMark>
        </div>
      )}
      {steps && (
        <div className="sw-form-progress" role="status">
          <StateMark mark="running">{say('media.isoProgress', steps)}</StateMark>
          <div
            className="sw-bar-track"
            role="progressbar"
            aria-label={say('media.formIso')}
            aria-valuemin={0}
            aria-valuemax={steps.total}
            aria-valuenow={steps.done}
          >
            <div style={{ width: `${(100 * steps.done) / Math.max(1, steps.total)}%` }} />
          </div>
        </div>
      )}
      {complete.length > 0 && (
        <ul className="sw-files" aria-label={say('media.isoTitle')}>
          {complete.map((image) => {
            const owner = imageOwner(site, image) ?? say('media.allNodes');
            const [mark, word] = IMAGE_STATES[image.state];
            return (
              <li key={image.file}>
                <div>
                  <strong>{owner}</strong> <span className="sw-subtle">{bytes(image.sizeBytes)}</span>{' '}
                  <StateMark mark={mark}>{say(word)}</StateMark>
                </div>
                <CommandLine command={image.file} label={say('media.isoPath', { owner })} />
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
