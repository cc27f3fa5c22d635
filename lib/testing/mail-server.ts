// A mail server that speaks SMTP (RFC 5321) on a free port and keeps what it was given.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll } from 'vitest';

export type ReceivedMail = Readonly<{ from: string; to: string; headers: string; text: string }>;

export type MailServer = Readonly<{ port: number; mails: ReceivedMail[]; next: () => Promise<ReceivedMail> }>;

/** Closed after the file's tests. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const unread: ReceivedMail[] = [];
  const waiting: ((mail: ReceivedMail) => void)[] = [];
  const receive = (mail: ReceivedMail) => {
    mails.push(mail);
    const reader = waiting.shift();
    if (reader) reader(mail);
    else unread.push(mail);
  };
  const server = createServer((socket) => converse(socket, receive));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterAll(() => new Promise<void>((done) => server.close(() => done())));
  const next = () => {
    const mail = unread.shift();
    return mail ? Promise.resolve(mail) : new Promise<ReceivedMail>((resolve) => waiting.push(resolve));
  };
  return { port: (server.address() as AddressInfo).port, mails, next };
}

function converse(socket: Socket, receive: (mail: ReceivedMail) => void): void {
  let from = '';
  let to = '';
  let data: string[] | null = null;
  let rest = '';
  const say = (line: string) => socket.write(`${line}\r\n`);
  const hear = (line: string) => {
    if (data !== null) {
      if (line !== '.') return data.push(line.replace(/^\./, ''));
      const end = data.indexOf('');
      receive({ from, to, headers: data.slice(0, end).join('\n'), text: unquoted(data.slice(end + 1).join('\n')) });
      data = null;
      return say('250 kept');
    }
    const [verb] = line.toUpperCase().split(/[ :]/);
    if (verb === 'EHLO' || verb === 'HELO') return say('250 test');
    if (verb === 'MAIL') from = /<(.*)>/.exec(line)?.[1] ?? '';
    if (verb === 'RCPT') to = /<(.*)>/.exec(line)?.[1] ?? '';
    if (verb === 'DATA') {
      data = [];
      return say('354 go on');
    }
    say(verb === 'QUIT' ? '221 bye' : '250 ok');
    if (verb === 'QUIT') socket.end();
  };
  say('220 test');
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString()).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
  });
}

/** Undoes quoted-printable (RFC 2045 §6.7), enough for ASCII. */
function unquoted(text: string): string {
  return text.replaceAll(/=\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
