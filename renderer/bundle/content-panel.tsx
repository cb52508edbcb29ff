import { Button } from '@patternfly/react-core';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import type { BundleItem } from '../../electron/api/bundle.ts';
import { useSpeech } from '../text/text.ts';
import { copyText } from '../ui/copy-text.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { type ContentGroup, contentGroups, matching, shortDigest } from './content-groups.ts';
import { useKindName } from './kind-name.ts';

/** So many rows are drawn at first, and so many more on request: a group of thousands of packages opens at once. */
const ROWS = 100;
const MORE_ROWS = 500;
/** A group of more is closed to begin with. */
const FEW = 12;

/** What lies in the bundle, by kind: what it is, from where, which digest, under which licence, what for. */
export function ContentPanel({ items }: { readonly items: readonly BundleItem[] }) {
  const { say } = useSpeech();
  const id = useId();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed);
  const found = useMemo(() => matching(items, wanted), [items, wanted]);
  const groups = useMemo(() => contentGroups(found), [found]);
  const isSearching = wanted.trim() !== '';
  return (
    <Panel
      flush
      title={say('bundle.content')}
      aside={
        <div className="sw-content-search">
          <span role="status">
            {isSearching ? say('bundle.found', { count: found.length, total: items.length }) : ''}
          </span>
          <label htmlFor={id} className="pf-v6-screen-reader">
            {say('bundle.search')}
          </label>
          <input
            id={id}
            type="search"
            className="sw-input"
            value={typed}
            placeholder={say('bundle.search')}
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      }
    >
      {groups.map((group) => (
        <Group key={group.kind} group={group} isSearching={isSearching} />
      ))}
      {groups.length === 0 && <p className="sw-nothing">{say('bundle.nothingFound', { text: wanted.trim() })}</p>}
    </Panel>
  );
}

function Group({ group, isSearching }: { readonly group: ContentGroup; readonly isSearching: boolean }) {
  const { say, bytes } = useSpeech();
  const nameOf = useKindName();
  const [opened, setOpened] = useState<boolean>();
  const [rows, setRows] = useState(ROWS);
  const isOpen = isSearching || (opened ?? group.items.length <= FEW);
  const shown = group.items.slice(0, rows);
  const more = Math.min(MORE_ROWS, group.items.length - shown.length);
  const name = nameOf(group.kind, { many: true });
  return (
    <section className="sw-content-group" aria-label={name}>
      <h3>
        <button type="button" aria-expanded={isOpen} disabled={isSearching} onClick={() => setOpened(!isOpen)}>
          <span className="sw-twisty" aria-hidden="true" />
          <strong>{name}</strong>
          <span className="sw-subtle">
            {say('bundle.itemsOfSize', { count: group.items.length, size: bytes(group.sizeBytes) })}
          </span>
          {group.missing > 0 && (
            <StateMark mark="warning">{say('bundle.missingCount', { count: group.missing })}</StateMark>
          )}
        </button>
      </h3>
      {isOpen && (
        <div className="sw-scroll-x">
          <table className="sw-table">
            <thead>
              <tr>
                {(['what', 'size', 'from', 'digest', 'licence', 'why', 'state'] as const).map((key) => (
                  <th key={key} scope="col">
                    {say(`bundle.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((item) => (
                <Row key={item.name} item={item} />
              ))}
            </tbody>
          </table>
          {more > 0 && (
            <div className="sw-more">
              <Button variant="link" isInline onClick={() => setRows(rows + more)}>
                {say('bundle.showMore', { count: more, shown: shown.length, total: group.items.length })}
              </Button>
            </div>
          )}
        </div>
      )}
    </section>
  );
}

function Row({ item }: { readonly item: BundleItem }) {
  const { say, pick, bytes } = useSpeech();
  return (
    <tr>
      <th scope="row">
        <span className="mono sw-break">{item.name}</span>
        {item.version !== undefined && <div className="mono sw-small sw-subtle">{item.version}</div>}
      </th>
      <td className="sw-nowrap">{bytes(item.sizeBytes)}</td>
      <td className="mono sw-small sw-from" title={item.source}>
        <span>{item.source}</span>
      </td>
      <td>
        <Digest item={item} />
      </td>
      <td className="sw-small sw-licence">{item.licence}</td>
      <td className="sw-small">{pick(item.why)}</td>
      <td>
        <StateMark mark={item.present ? 'done' : 'warning'}>
          {say(item.present ? 'bundle.present' : 'bundle.missing')}
        </StateMark>
      </td>
    </tr>
  );
}

/** Short to the eye, whole in the clipboard. */
function Digest({ item }: { readonly item: BundleItem }) {
  const { say } = useSpeech();
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="sw-digest mono sw-small"
      title={item.digest}
      aria-label={`${copied ? say('ui.copied') : shortDigest(item.digest)} ${say('bundle.copyDigest', { name: item.name })}`}
      onBlur={() => setCopied(false)}
      onClick={() => void copyText(item.digest).then(() => setCopied(true))}
    >
      {copied ? say('ui.copied') : shortDigest(item.digest)}
    </button>
  );
}
