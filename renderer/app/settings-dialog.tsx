import { Button } from '@patternfly/react-core';
import { type ReactNode, useId, useState } from 'react';
import { LOG_SIZES_PX, MOTIONS, THEMES } from '../../electron/api/settings.ts';
import { LANGUAGES } from '../../electron/api/text.ts';
import { useSettings } from '../state/settings.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { useEngine } from './engine-context.ts';
import { UpdateRow } from './update-row.tsx';

/** Each language under its own name, whatever the page speaks. */
const LANGUAGE_NAMES = { en: 'English', es: 'Español' } as const;
const THEME_WORDS = { system: 'settings.asSystem', light: 'app.light', dark: 'app.dark' } as const;
const MOTION_WORDS = {
  system: 'settings.asSystem',
  less: 'settings.motionLess',
  full: 'settings.motionFull',
} as const;

/** What this user chooses. Everything holds at once; there is nothing to confirm. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const { say } = useSpeech();
  const { language, theme, motion, logTextPx, change } = useSettings();
  const { failure, attempt } = useAttempt();
  return (
    <Dialog title={say('settings.title')} onClose={onClose}>
      <div className="sw-stack">
        <p className="sw-subtle">{say('settings.kept')}</p>
        <div className="sw-pick">
          <Choice
            label={say('app.language')}
            value={language}
            of={LANGUAGES}
            word={(entry) => <span lang={entry}>{LANGUAGE_NAMES[entry]}</span>}
            onChoose={(entry) => attempt(() => change({ language: entry }))}
          />
          <Choice
            label={say('app.theme')}
            value={theme}
            of={THEMES}
            word={(entry) => say(THEME_WORDS[entry])}
            onChoose={(entry) => attempt(() => change({ theme: entry }))}
          />
          <Choice
            label={say('settings.motion')}
            value={motion}
            of={MOTIONS}
            word={(entry) => say(MOTION_WORDS[entry])}
            onChoose={(entry) => attempt(() => change({ motion: entry }))}
          />
          <Choice
            label={say('settings.logText')}
            value={logTextPx}
            of={LOG_SIZES_PX}
            word={(size) => say('settings.pixels', { size })}
            onChoose={(entry) => attempt(() => change({ logTextPx: entry }))}
          />
        </div>
        <SiteFolder />
        <UpdateRow />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="primary" onClick={onClose}>
            {say('settings.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Choice<T extends string | number>({
  label,
  value,
  of,
  word,
  onChoose,
}: {
  readonly label: string;
  readonly value: T;
  readonly of: readonly T[];
  readonly word: (entry: T) => ReactNode;
  readonly onChoose: (entry: T) => Promise<void>;
}) {
  const id = useId();
  return (
    <div className="sw-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="sw-input"
        value={value}
        onChange={(event) => {
          const chosen = of.find((entry) => String(entry) === event.target.value);
          if (chosen !== undefined) void onChoose(chosen);
        }}
      >
        {of.map((entry) => (
          <option key={entry} value={entry}>
            {word(entry)}
          </option>
        ))}
      </select>
    </div>
  );
}

function SiteFolder() {
  const { say } = useSpeech();
  const engine = useEngine();
  const folder = useSettings((state) => state.folder);
  const change = useSettings((state) => state.change);
  const [draft, setDraft] = useState<PlaceDraft>();
  const { failure, asking, attempt } = useAttempt();
  return (
    <form
      className="sw-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(async () => {
          const { handle } = await placeOf(engine, draft, 'folder');
          await change({ siteFolder: handle });
          setDraft(undefined);
        });
      }}
    >
      <p>
        {say('settings.siteFolder')} <span className="mono sw-path">{folder?.path}</span>
      </p>
      <PlaceField label={say('settings.otherFolder')} kind="folder" value={draft} onChange={setDraft} />
      <div className="sw-buttons">
        <Button type="submit" variant="secondary" size="sm" isDisabled={!isFilled(draft) || asking}>
          {say('settings.takeFolder')}
        </Button>
        {folder?.isOwn && (
          <Button
            variant="link"
            size="sm"
            isDisabled={asking}
            onClick={() => void attempt(() => change({ siteFolder: null }))}
          >
            {say('settings.usualFolder')}
          </Button>
        )}
      </div>
      <DiagnosticList diagnostics={failure} />
    </form>
  );
}
