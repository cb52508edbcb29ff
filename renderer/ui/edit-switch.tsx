import { useId, useState } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { FieldNotes, useFieldNotes } from './field-notes.tsx';

/** A yes or no of site.toml, written at once. */
export function EditSwitch({
  path,
  value,
  label,
  help,
  on = true,
  off,
}: {
  readonly path: string;
  readonly value: boolean;
  readonly label: string;
  readonly help?: string;
  /** What is written for yes and for no; undefined takes the key out. */
  readonly on?: boolean | Readonly<Record<string, string>>;
  readonly off: boolean | undefined;
}) {
  const id = useId();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const { notes } = useFieldNotes(path);
  // Shown at once; the file's own word follows.
  const [wished, setWished] = useState<boolean>();
  const write = (checked: boolean) => {
    setWished(checked);
    const wanted = checked ? on : off;
    void edit(engine, [wanted === undefined ? { op: 'remove', path } : { op: 'set', path, value: wanted }]).then(() =>
      setWished(undefined),
    );
  };
  return (
    <div className="sw-field sw-switch">
      <label htmlFor={id}>
        <input
          id={id}
          data-field={path}
          type="checkbox"
          checked={wished ?? value}
          aria-describedby={`${id}-help`}
          onChange={(event) => write(event.target.checked)}
        />
        {label}
      </label>
      <FieldNotes id={`${id}-help`} notes={notes} help={help} />
    </div>
  );
}
