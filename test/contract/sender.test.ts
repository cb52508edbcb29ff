import { describe, expect, it } from 'vitest';
import { isOurPage, mayLoad } from '../../electron/main/sender.ts';

describe('who may ask the main process for a port', () => {
  it('is the top frame of our own page', () => {
    expect(isOurPage({ url: 'app://sitewright/index.html', parent: null })).toBe(true);
  });

  it.each([
    ['another origin', { url: 'https://evil.example/index.html', parent: null }],
    ['our page as a frame inside another', { url: 'app://sitewright/index.html', parent: {} }],
    ['a host that only begins like ours', { url: 'app://sitewright.evil.example/', parent: null }],
    ['our name as a user', { url: 'app://sitewright@evil.example/', parent: null }],
    ['a file', { url: 'file:///index.html', parent: null }],
    ['no page at all', { url: '', parent: null }],
    ['a frame that is gone', null],
  ])('is not %s', (_name, frame) => {
    expect(isOurPage(frame)).toBe(false);
  });
});

describe('what a page of the window may load', () => {
  it.each(['app://sitewright/index.html', 'blob:app://sitewright/1', 'data:image/png;base64,AA=='])('is %s', (url) => {
    expect(mayLoad(url)).toBe(true);
  });

  it.each([
    'http://127.0.0.1/',
    'https://example.invalid/',
    'file:///etc/hostname',
    'ftp://x/',
    'ws://x/',
    'filesystem:x',
    '',
  ])('is not "%s"', (url) => {
    expect(mayLoad(url)).toBe(false);
  });
});
