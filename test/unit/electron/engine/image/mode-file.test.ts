import { describe, expect, it } from 'vitest';
import { modeFileText, readModeFile } from '../../../../../electron/engine/image/mode-file.ts';

const FINGERPRINT = 'AB:'.repeat(31).concat('0f');
const http = { mode: 'http', url: 'https://10.0.0.2:8443/answer/x', certFingerprint: FINGERPRINT } as const;

describe('the mode file', () => {
  it('says that the answer is on the medium', () => {
    expect(modeFileText({ mode: 'iso' }, '8.4')).toBe('mode = "iso"\n');
  });

  it('says which server to ask, in the snake_case that the installer reads', () => {
    expect(modeFileText({ ...http, token: 'a.b-c_d~e+/==' }, '9.2')).toBe(
      [
        'mode = "http"',
        '',
        '[http]',
        'url = "https://10.0.0.2:8443/answer/x"',
        `cert_fingerprint = "${FINGERPRINT.toLowerCase()}"`,
        'token = "a.b-c_d~e+/=="',
        '',
      ].join('\n'),
    );
  });

  it.each(['8.4', '9.1'] as const)('has no token for %s, which would ignore it', (version) => {
    expect(() => modeFileText({ ...http, token: 'x' }, version)).toThrow('image.token-needs-newer');
    expect(modeFileText(http, version)).not.toContain('token');
  });

  it.each([
    'http://10.0.0.2/',
    'https://',
    'https://user:word@10.0.0.2/',
    'https://10.0.0.2/"\nmode = "iso',
    'https://10.0.0.2/a b',
    '',
  ])('is not made for the address %j', (url) => {
    expect(() => modeFileText({ mode: 'http', url }, '9.2')).toThrow('image.bad-answer-url');
  });

  it.each(['ab', `${FINGERPRINT}00`, 'x'.repeat(64)])('is not made for the fingerprint %j', (certFingerprint) => {
    expect(() => modeFileText({ ...http, certFingerprint }, '9.2')).toThrow('image.bad-answer-url');
  });

  it('never carries a token that could end its string', () => {
    expect(() => modeFileText({ ...http, token: 'a"\nurl = "b' }, '9.2')).toThrow(TypeError);
  });

  it('is read back without the token', () => {
    const view = readModeFile(modeFileText({ ...http, token: 'geheim' }, '9.2'));
    expect(view).toEqual({
      mode: 'http',
      url: http.url,
      certFingerprint: FINGERPRINT.toLowerCase(),
      hasToken: true,
    });
    expect(JSON.stringify(view)).not.toContain('geheim');
    expect(readModeFile('mode = "partition"\n')).toMatchObject({ mode: 'partition', hasToken: false });
  });

  it.each(['', 'mode', 'mode = 1', '[mode]\n', 'mode = "iso', '\0\0'])('is nothing when the file is %j', (text) => {
    expect(readModeFile(text)).toBeUndefined();
  });
});
