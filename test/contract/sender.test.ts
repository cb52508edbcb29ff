import { describe, expect, it } from 'vitest';
import { isOurPage } from '../../electron/main/sender.ts';

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
