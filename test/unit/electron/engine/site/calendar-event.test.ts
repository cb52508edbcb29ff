import { expect, test } from 'vitest';
import { isCalendarEvent } from '../../../../../electron/engine/site/calendar-event.ts';

test.each([
  '21:00',
  'sat 03:00',
  'mon..fri 22:30',
  'mon,wed,fri 1:15',
  '*/15',
  '*/2:00',
  '2,14:30',
  '8..17/2:00',
  'sunday',
  '*-*-01 02:00',
  '2027-01-01 00:00',
  'daily',
  'Weekly',
])('%s is a schedule that Proxmox takes', (event) => expect(isCalendarEvent(event)).toBe(true));

test.each([
  '',
  'noon',
  '25:00',
  '21:60',
  '21:00:00',
  'sat sun 03:00',
  'caturday 03:00',
  '*/0',
  '5..2',
  '9 pm',
  '*-13-01 02:00',
])('"%s" is not', (event) => expect(isCalendarEvent(event)).toBe(false));
