import { CHANNELS, type Channel, type Settings } from '../../protocol/settings.ts';
import { type Message, messageText } from './sentences.ts';
import { sendMail } from './smtp.ts';
import { sendSyslog } from './syslog.ts';
import { callWebhook } from './webhook.ts';

/** Sends one message over one channel. Throws where the other side did not take it, or the channel is not set up. */
export async function sendMessage(settings: Settings, channel: Channel, message: Message): Promise<void> {
  const text = messageText(settings.language, message);
  const { email, webhook, syslog } = settings.channels;
  switch (channel) {
    case 'email':
      if (email) return sendMail(email, { subject: text, text, at: message.at });
      break;
    case 'webhook':
      if (webhook) return callWebhook(webhook, { event: message.event, text, alert: message.alert ?? null });
      break;
    case 'syslog':
      if (syslog) return sendSyslog(syslog, { text, message });
  }
  throw new Error(`the channel ${channel} is not set up (there are ${CHANNELS.join(', ')})`);
}
