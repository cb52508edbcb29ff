/** A file's text as it stands. It scrolls by itself, so that it can be reached with the keyboard. */
export function CodeBlock({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys
    <section className="sw-code-block mono" tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}
