// What became of a trade that waited for its person, in a few words and in a sentence.
import type { ShownTrade } from '@/lib/trading/portal-schema';

export type Outcome = Readonly<{
  label: string;
  tone: 'neutral' | 'new' | 'money' | 'stopped';
  sentence: string;
}>;

type Trade = Pick<ShownTrade, 'state' | 'clientName' | 'approvalId' | 'decidedAt'> &
  Readonly<{ orders: readonly Pick<ShownTrade['orders'][number], 'status' | 'errorMessage'>[] }>;

/** By its state; once it was sent, by what became of its orders. */
export function outcomeOf(trade: Trade): Outcome {
  const { clientName, approvalId } = trade;
  const approved = approvalId === null ? `${clientName} confirmed it` : 'You approved it';
  switch (trade.state) {
    case 'proposed':
      return { label: 'Proposed', tone: 'neutral', sentence: `${clientName} proposed it and has not confirmed it.` };
    case 'awaiting_approval':
      return { label: 'Waits for you', tone: 'money', sentence: 'Nothing is sent until you approve it.' };
    case 'placing':
      return { label: 'Being sent', tone: 'new', sentence: `${approved}. It is on its way to the broker.` };
    case 'unknown':
      return {
        label: 'Not known yet',
        tone: 'stopped',
        sentence: `${approved}, and the broker did not answer. It is being looked up; nothing is sent twice.`,
      };
    case 'declined':
      return { label: 'Declined', tone: 'stopped', sentence: 'You declined it. Nothing was sent.' };
    case 'discarded':
      return { label: 'Taken back', tone: 'neutral', sentence: `${clientName} took it back. Nothing was sent.` };
    case 'expired':
      return {
        label: 'Expired',
        tone: 'neutral',
        sentence:
          approvalId === null ? `${clientName} did not confirm it in time. Nothing was sent.` : 'Nobody decided in time. Nothing was sent.',
      };
    case 'settled':
      return settled(trade, approved);
  }
}

function settled({ orders }: Trade, approved: string): Outcome {
  const failed = orders.filter(({ status }) => status === 'rejected' || status === 'not_placed');
  const why = failed.map(({ errorMessage }) => errorMessage).find((message) => message !== null) ?? null;
  const because = why === null ? '' : ` ${why}`;
  if (failed.length === 0) return { label: 'Done', tone: 'new', sentence: `${approved}, and the broker took it.` };
  if (failed.length < orders.length)
    return { label: 'Done in part', tone: 'stopped', sentence: `${approved}. A part of it was not done.${because}` };
  return { label: 'Not done', tone: 'stopped', sentence: `${approved}, and the broker did not take it.${because}` };
}

/** "1 minute 5 seconds", for those who do not see the clock. */
export function secondsInWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const parts = [
    ...(minutes > 0 ? [minutes === 1 ? '1 minute' : `${minutes} minutes`] : []),
    ...(rest > 0 || minutes === 0 ? [rest === 1 ? '1 second' : `${rest} seconds`] : []),
  ];
  return parts.join(' ');
}

/** "9:05". */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
