import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { MoonIcon, QuestionCircleIcon, SunIcon } from '@patternfly/react-icons';
import type { ReactNode } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { LANGUAGES } from '../../electron/api/text.ts';
import { waitsForPerson } from '../arrival/waits-for-person.ts';
import { newestChecked, useRun } from '../state/run.ts';
import { useSettings } from '../state/settings.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import { EditButtons } from './edit-buttons.tsx';
import { contentsHref } from './help-route.ts';
import { JOURNEY, pageOfField, type Stop } from './journey.ts';
import { Logo } from './logo.tsx';
import { hrefOf, type PageId } from './route.ts';
import { SettingsButton } from './settings-button.tsx';

/** Bar, navigation and the page. Every entry of the navigation carries its state, so that a problem is seen from everywhere. */
export function Shell({
  siteRef,
  page,
  children,
}: {
  readonly siteRef?: string;
  readonly page?: PageId;
  readonly children: ReactNode;
}) {
  const { say } = useSpeech();
  return (
    <div className={siteRef === undefined ? 'sw-shell sw-no-nav' : 'sw-shell'}>
      <button type="button" className="sw-skip" onClick={focusMain}>
        {say('app.skip')}
      </button>
      <Bar inSite={siteRef !== undefined} />
      {siteRef !== undefined && <Journey siteRef={siteRef} page={page} />}
      <main id="main" className="sw-page" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** The address carries the route, so the skip link moves the focus itself. */
function focusMain(): void {
  document.getElementById('main')?.focus();
}

function Bar({ inSite }: { readonly inSite: boolean }) {
  const { say, time } = useSpeech();
  const { language, shownTheme, setLanguage, setTheme } = useSettings();
  const { site: open, savedAt } = useSite();
  return (
    <header className="sw-bar">
      <a className="sw-brand" href="#/">
        <Logo />
        {say('app.name')}
      </a>
      {inSite && (
        <nav className="sw-crumbs" aria-label={say('app.sites')}>
          <a href="#/">{say('app.sites')}</a>
          <span aria-hidden="true">›</span>
          <strong>{open?.name ?? ''}</strong>
          {savedAt && <span className="sw-saved">{say('app.saved', { time: time(savedAt) })}</span>}
        </nav>
      )}
      {inSite && <EditButtons />}
      <div className="sw-bar-end">
        <span className="sw-saved">{say('app.noInternet')}</span>
        <ToggleGroup isCompact aria-label={say('app.language')}>
          {LANGUAGES.map((entry) => (
            <ToggleGroupItem
              key={entry}
              text={entry.toUpperCase()}
              buttonId={`language-${entry}`}
              isSelected={language === entry}
              onChange={() => setLanguage(entry)}
            />
          ))}
        </ToggleGroup>
        <ToggleGroup isCompact aria-label={say('app.theme')}>
          <ToggleGroupItem
            icon={<SunIcon />}
            aria-label={say('app.light')}
            buttonId="theme-light"
            isSelected={shownTheme === 'light'}
            onChange={() => setTheme('light')}
          />
          <ToggleGroupItem
            icon={<MoonIcon />}
            aria-label={say('app.dark')}
            buttonId="theme-dark"
            isSelected={shownTheme === 'dark'}
            onChange={() => setTheme('dark')}
          />
        </ToggleGroup>
        <SettingsButton />
        <a className="sw-help-link" href={contentsHref()} aria-label={say('help.open')} title={say('help.open')}>
          <QuestionCircleIcon aria-hidden="true" />
        </a>
      </div>
    </header>
  );
}

const NONE: readonly Diagnostic[] = [];

function Journey({ siteRef, page }: { readonly siteRef: string; readonly page?: PageId }) {
  const { say } = useSpeech();
  const diagnostics = useSite((state) => state.document?.diagnostics ?? NONE);
  return (
    <nav className="sw-nav" aria-label={say('app.journey')}>
      {JOURNEY.map((part) => (
        <div key={part.title}>
          <h2>{say(part.title)}</h2>
          <ul>
            {part.stops.map((stop) => (
              <li key={stop.page}>
                <a
                  href={hrefOf(siteRef, stop.page)}
                  title={say(stop.title)}
                  aria-current={stop.page === page ? 'page' : undefined}
                >
                  <stop.icon aria-hidden="true" />
                  <span>{say(stop.title)}</span>
                  <StopState stop={stop} diagnostics={diagnostics} />
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p className="sw-nav-foot">{say('app.noTelemetry')}</p>
    </nav>
  );
}

/** What goes on at a stop, seen from every page: sticks that are written, machines that are silent. */
function useGoingOn(stop: Stop): ReactNode {
  const { say } = useSpeech();
  const sticks = useRun((state) => state.sticks);
  const at = useRun((state) => state.at);
  const { arrival, bundle, drill, maintenance, smoke } = at;
  if (stop.page === 'media') {
    const writing = sticks
      .filter((run) => run.outcome === undefined)
      .flatMap((run) => run.items)
      .filter((item) => item.state === 'running').length;
    if (writing > 0) return <Counted mark="running" count={writing} word={say('nav.writing', { count: writing })} />;
  }
  if (stop.page === 'arrival' && arrival) {
    const silent = arrival.arrivals.filter((node) => node.silentSince !== undefined).length;
    const visitors = arrival.outcome === undefined ? arrival.visitors.filter(waitsForPerson).length : 0;
    if (visitors > 0)
      return (
        <Counted
          mark="warning"
          count={visitors + silent}
          word={[
            say('nav.visitors', { count: visitors }),
            ...(silent > 0 ? [say('nav.silent', { count: silent })] : []),
          ].join(', ')}
        />
      );
    if (silent > 0) return <Counted mark="warning" count={silent} word={say('nav.silent', { count: silent })} />;
    if (arrival.outcome === undefined) return <Counted mark="running" word={say('nav.running')} />;
    if (arrival.outcome === 'done') return <Counted mark="done" word={say('nav.done')} />;
  }
  if (stop.page === 'smoke') {
    const isGoing = [drill, maintenance, smoke].some((run) => run !== undefined && run.outcome === undefined);
    if (isGoing) return <Counted mark={drill?.drill?.waitsFor ? 'warning' : 'running'} word={say('nav.running')} />;
    const checked = newestChecked(at);
    const checks = checked?.outcome === undefined ? [] : checked.checks;
    const failed = checks.filter(({ outcome }) => outcome === 'failed').length;
    if (failed > 0) return <Counted mark="failed" count={failed} word={say('smoke.someFailed', { count: failed })} />;
    if (checks.length > 0) return <Counted mark="done" word={say('smoke.asExpected', { count: checks.length })} />;
  }
  if (stop.page === 'bundle' && bundle && bundle.outcome === undefined)
    return <Counted mark="running" word={say('nav.running')} />;
  return undefined;
}

/** Where there is room, the word stands beside the icon. */
function Worded({ mark, word }: { readonly mark: Mark; readonly word: string }) {
  return (
    <StateMark mark={mark}>
      <span className="sw-nav-word">{word}</span>
    </StateMark>
  );
}

function Counted({ mark, count, word }: { readonly mark: Mark; readonly count?: number; readonly word: string }) {
  return (
    <span className="sw-nav-state" title={word}>
      <StateMark mark={mark}>
        {count !== undefined && <span aria-hidden="true">{count}</span>}
        <span className="pf-v6-screen-reader">{word}</span>
      </StateMark>
    </span>
  );
}

function StopState({ stop, diagnostics }: { readonly stop: Stop; readonly diagnostics: readonly Diagnostic[] }) {
  const { say } = useSpeech();
  const run = useRun((state) => state.at.install);
  const goingOn = useGoingOn(stop);
  if (goingOn) return goingOn;
  if (stop.page === 'install' && run) {
    if (run.outcome === undefined) return <Worded mark="running" word={say('nav.running')} />;
    return run.outcome === 'done' ? <StateMark mark="done" /> : <Worded mark="failed" word={say('nav.stopped')} />;
  }
  if (stop.fields.length === 0) return null;
  const mine = diagnostics.filter((entry) => pageOfField(entry.subject.field) === stop.page);
  const errors = mine.filter((entry) => entry.severity === 'error').length;
  const warnings = mine.filter((entry) => entry.severity === 'warning').length;
  const label =
    errors > 0
      ? say('nav.errors', { count: errors })
      : warnings > 0
        ? say('nav.warnings', { count: warnings })
        : say('nav.ok');
  return (
    <Counted
      mark={errors > 0 ? 'failed' : warnings > 0 ? 'warning' : 'done'}
      count={errors + warnings > 0 ? errors || warnings : undefined}
      word={label}
    />
  );
}
