import { expect, it } from 'vitest';
import { siteFileOf } from '../../../../electron/main/site-file.ts';

const there = () => true;

it.each([
  ['a site file by its full path', ['app', '/home/t/north.site.toml'], '/home/t/north.site.toml'],
  ['one beside the folder one stands in', ['app', 'site.toml'], '/work/site.toml'],
  ['the last of several', ['app', '/a/site.toml', '/b/site.toml'], '/b/site.toml'],
  ['one after switches of Chromium', ['app', '--disable-gpu', '/a/site.toml'], '/a/site.toml'],
])('%s is opened', (_, argv, expected) => {
  expect(siteFileOf(argv, '/work', there)).toBe(expected);
});

it.each([
  ['no word at all', ['app']],
  ['the program itself', ['/opt/site.toml']],
  ['another file', ['app', '/etc/passwd']],
  ['another toml', ['app', '/a/sources.toml']],
  ['a name that only ends like it', ['app', '/a/website.toml']],
  ['an option', ['app', '--load=/a/site.toml']],
])('%s opens nothing', (_, argv) => {
  expect(siteFileOf(argv, '/work', there)).toBeUndefined();
});

it('a file that is not there opens nothing', () => {
  expect(siteFileOf(['app', '/a/site.toml'], '/work', () => false)).toBeUndefined();
});
