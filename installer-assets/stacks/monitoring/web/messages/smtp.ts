import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ChannelSettings } from '../../protocol/settings.ts';
import { type Reply, SmtpDialogue } from './smtp-dialogue.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}

/**
 * Sends a plain text mail (RFC 5321), with STARTTLS or TLS, and AUTH PLAIN or LOGIN where a user is set. A password goes
 * out over TLS only. Throws where the server takes it for nobody.
 */
export async function sendMail(settings: NonNullable<ChannelSettings['email']>, mail: Mail): Promise<void> {
  const { host, port, security, ca, user, password, from, to } = settings;
  const dialogue = await SmtpDialogue.open({ host, port, tls: security === 'tls', ca });
  try {
    await dialogue.hear('the connection', 220);
    const greet = (): Promise<Reply> => dialogue.say(`EHLO ${ownName()}`, 'the greeting', 250);
    let can = await greet();
    if (security === 'starttls') {
      if (!offers(can, 'STARTTLS')) throw new Error(`${host} offers no STARTTLS`);
      await dialogue.say('STARTTLS', 'STARTTLS', 220);
      await dialogue.startTls();
      can = await greet();
    }
    if (user && password) {
      if (security === 'none') throw new Error(`the password of ${user} is not sent to ${host} without TLS`);
      await authenticate(dialogue, can, user, password);
    }
    await dialogue.say(`MAIL FROM:<${from}>`, `the sender ${from}`, 250);
    for (const recipient of to) await dialogue.say(`RCPT TO:<${recipient}>`, `the recipient ${recipient}`, 250, 251);
    await dialogue.say('DATA', 'the message', 354);
    await dialogue.send(mailText(from, to, mail));
    // it is sent: whether the server says good-bye changes nothing
    await dialogue.say('QUIT', 'the end', 221).catch(() => undefined);
  } finally {
    dialogue.close();
  }
}

async function authenticate(dialogue: SmtpDialogue, can: Reply, user: string, password: string): Promise<void> {
  const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
  if (offers(can, 'AUTH', 'PLAIN')) {
    await dialogue.say(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`, `the password of ${user}`, 235);
    return;
  }
  await dialogue.say('AUTH LOGIN', 'AUTH LOGIN', 334);
  await dialogue.say(base64(user), `the user ${user}`, 334);
  await dialogue.say(base64(password), `the password of ${user}`, 235);
}

function offers({ lines }: Reply, keyword: string, word?: string): boolean {
  return lines.some((line) => {
    const [first = '', ...rest] = line.toUpperCase().split(/[ =]/);
    return first === keyword && (word === undefined || rest.includes(word));
  });
}

/** A message of ASCII lines: the subject as encoded words (RFC 2047), the text as base64. */
export function mailText(from: string, to: readonly string[], { subject, text, at }: Mail): string {
  const body = Buffer.from(text, 'utf8').toString('base64').replace(/.{76}/g, '$&\n');
  return [
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `From: <${from}>`,
    `To: ${to.map((recipient) => `<${recipient}>`).join(',\n ')}`,
    `Subject: ${encodedWords(subject)}`,
    `Message-ID: <${randomUUID()}@${from.split('@')[1] ?? 'localhost'}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    body,
  ].join('\n');
}

/** Words of at most 75 characters, none of which cuts a character in two. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let part = '';
  for (const sign of text) {
    if (Buffer.byteLength(part + sign) > 39) {
      words.push(part);
      part = '';
    }
    part += sign;
  }
  return [...words, part].map((word) => `=?UTF-8?B?${Buffer.from(word, 'utf8').toString('base64')}?=`).join('\n ');
}

function ownName(): string {
  const name = hostname();
  return /^[A-Za-z0-9.-]+$/.test(name) ? name : 'localhost';
}
