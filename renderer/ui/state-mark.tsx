import {
  CheckCircleIcon,
  EraserIcon,
  ExclamationCircleIcon,
  ExclamationTriangleIcon,
  HourglassHalfIcon,
  InProgressIcon,
  LockIcon,
  MinusCircleIcon,
  PencilAltIcon,
} from '@patternfly/react-icons';
import type { ReactNode } from 'react';

export type Mark = 'done' | 'failed' | 'warning' | 'running' | 'waiting' | 'no-change' | 'locked' | 'erased' | 'change';

const ICONS = {
  done: [CheckCircleIcon, 'var(--pf-t--global--icon--color--status--success--default)'],
  failed: [ExclamationCircleIcon, 'var(--pf-t--global--icon--color--status--danger--default)'],
  warning: [ExclamationTriangleIcon, 'var(--pf-t--global--icon--color--status--warning--default)'],
  running: [InProgressIcon, 'var(--sw-petrol)'],
  waiting: [HourglassHalfIcon, 'var(--pf-t--global--icon--color--subtle)'],
  'no-change': [MinusCircleIcon, 'var(--pf-t--global--icon--color--subtle)'],
  erased: [EraserIcon, 'var(--pf-t--global--icon--color--status--danger--default)'],
  change: [PencilAltIcon, 'var(--sw-petrol)'],
  locked: [LockIcon, 'var(--pf-t--global--icon--color--subtle)'],
} as const;

/** A state is always an icon plus a word, never colour alone. */
export function StateMark({ mark, children }: { readonly mark: Mark; readonly children?: ReactNode }) {
  const [Icon, color] = ICONS[mark];
  return (
    <span className="sw-state">
      <Icon color={color} aria-hidden="true" />
      {children}
    </span>
  );
}
