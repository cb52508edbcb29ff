import type { ReactNode } from 'react';

/** A white surface with a hairline and, mostly, a head. No cards inside cards. */
export function Panel({
  title,
  aside,
  flush,
  children,
}: {
  readonly title?: ReactNode;
  readonly aside?: ReactNode;
  readonly flush?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section className="sw-panel">
      {title !== undefined && (
        <header className="sw-panel-head">
          <h2>{title}</h2>
          <div className="sw-panel-aside">{aside}</div>
        </header>
      )}
      <div className={flush ? 'sw-panel-body sw-flush' : 'sw-panel-body'}>{children}</div>
    </section>
  );
}
