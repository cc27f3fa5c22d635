import { DayChart } from '@/components/activity/call-charts';

type Days = Parameters<typeof DayChart>[0]['days'];

/** How often a key was called with, day by day; nothing before its first call. */
export function KeyCalls({ days }: { days: Days }) {
  if (days.every(({ ok, refused }) => ok + refused === 0)) return null;
  return (
    <div className="max-w-text pt-6">
      <DayChart days={days} heading="h3" />
    </div>
  );
}
