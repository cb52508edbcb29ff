import { type ReactNode, useEffect, useRef } from 'react';
import { usePageTitle } from './use-page-title.ts';

export interface PageFrameProps {
  readonly title: string;
  /** One sentence. */
  readonly lead: string;
  /** Figures or actions on the right of the head. */
  readonly figures?: ReactNode;
  readonly children: ReactNode;
  /** Left of the action bar: the one sentence that says what gates or what runs. */
  readonly status: ReactNode;
  /** Right of the action bar: secondaries, then the one primary action, always last. */
  readonly actions?: ReactNode;
}

/** Whether a page was shown before: the first one takes the focus from nobody. */
let hasShown = false;

/** The three rows of every page: head, content (the only part that scrolls), action bar. */
export function PageFrame({ title, lead, figures, children, status, actions }: PageFrameProps) {
  usePageTitle(title);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Of the page that was left the focused element is gone: one goes on at the heading, not at the top of the window.
    if (hasShown && document.activeElement === document.body) heading.current?.focus();
    hasShown = true;
  }, []);
  return (
    <>
      <header className="sw-page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p>{lead}</p>
        </div>
        {figures !== undefined && <div className="sw-page-figures">{figures}</div>}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys */}
      <section className="sw-page-content" tabIndex={0} aria-label={title}>
        {children}
      </section>
      <footer className="sw-page-actions">
        <div className="sw-page-status" role="status">
          {status}
        </div>
        <div className="sw-page-buttons">{actions}</div>
      </footer>
    </>
  );
}
