import { ExternalLink } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { buttonStyles } from '@/components/ui/button-styles';
import { CopyField } from '@/components/ui/copy-field';
import { Snippet } from '@/components/ui/snippet';
import { Step } from '@/components/ui/steps';
import type { Confidence, GuideKey, GuideStep } from '@/lib/guides/schema';
import { OwnCallback } from './own-callback';

type WayStepsProps = { steps: readonly GuideStep[]; from: number; chosen: GuideKey | null; appUrl: string };

/** Steps in the AI client itself, numbered on from what came before. */
export function WaySteps({ steps, from, chosen, appUrl }: WayStepsProps) {
  return steps.map((step, index) => (
    <Step key={step.say} number={from + index}>
      <div className="space-y-3">
        <p className="text-pretty">{step.say}</p>
        {step.copy?.map(({ label, value }) => (
          <CopyField key={label} label={label} value={value} />
        ))}
        {step.showsCallback && chosen && <OwnCallback key={chosen.clientId} chosen={chosen} appUrl={appUrl} />}
        {step.snippet && <Snippet {...step.snippet} />}
        {step.open && (
          <p>
            <a href={step.open.href} target="_blank" rel="noreferrer" className={buttonStyles({ variant: 'plain', size: 'sm' })}>
              <ExternalLink aria-hidden="true" />
              {step.open.label}
            </a>
          </p>
        )}
      </div>
    </Step>
  ));
}

const CONFIDENCE: Record<Confidence, { mark: string; words: string }> = {
  confirmed: { mark: 'Confirmed', words: 'The vendor documents these steps.' },
  reported: { mark: 'Reported', words: 'Others connected this way. The words in the client may differ from release to release.' },
  unsure: { mark: 'Check in your client', words: 'We are not sure about these steps. Compare them with what the client shows.' },
};

/** How sure we are of what the guide says. */
export function ConfidenceNote({ confidence }: { confidence: Confidence }) {
  const { mark, words } = CONFIDENCE[confidence];
  return (
    <p className="text-muted text-sm">
      <Badge tone={confidence === 'confirmed' ? 'new' : 'neutral'}>{mark}</Badge> {words}
    </p>
  );
}
