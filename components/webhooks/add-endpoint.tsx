'use client';
import { type FormEvent, useRef, useState } from 'react';
import { focusFirstProblem, type Problems, problemsOf, problemsOfAnswer } from '@/components/keys/form-problems';
import { Button } from '@/components/ui/button';
import { CheckboxRow } from '@/components/ui/checkbox';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { Field, FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toaster';
import { NewEndpoint, WEBHOOK_EVENTS } from '@/lib/webhooks/schema';
import { useAddEndpoint } from './use-webhooks';

const EVENTS = Object.entries(WEBHOOK_EVENTS);

type AddProps = { platformId: string; onSecret: (made: { endpointId: string; secret: string }) => void };

export function AddEndpoint({ platformId, onSecret }: AddProps) {
  const [isOpen, setOpen] = useState(false);
  const done: AddProps['onSecret'] = (made) => {
    setOpen(false);
    onSecret(made);
  };
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button>Add endpoint</Button>
      </DialogTrigger>
      <DialogContent title="Add endpoint" description="An address of your server. Each message is signed, so that you know it is ours.">
        <EndpointForm platformId={platformId} onSecret={done} />
      </DialogContent>
    </Dialog>
  );
}

function EndpointForm({ platformId, onSecret }: AddProps) {
  const form = useRef<HTMLFormElement>(null);
  const [label, setLabel] = useState('');
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<string[]>(EVENTS.map(([name]) => name));
  const [problems, setProblems] = useState<Problems>({});
  const add = useAddEndpoint(platformId);
  const refuse = (found: Problems) => {
    setProblems(found);
    focusFirstProblem(form.current);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const checked = NewEndpoint.safeParse({ label, url, events });
    if (!checked.success) return refuse(problemsOf(checked.error));
    setProblems({});
    try {
      const { id, secret } = await add.mutateAsync(checked.data);
      toast.success('Endpoint added');
      onSecret({ endpointId: id, secret });
    } catch (thrown) {
      refuse(problemsOfAnswer(thrown));
    }
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="space-y-4">
      {problems[''] && <Notice tone="danger">{problems['']}</Notice>}
      <Field label="Endpoint name" error={problems.label}>
        <Input value={label} autoComplete="off" maxLength={160} onChange={({ target }) => setLabel(target.value)} />
      </Field>
      <Field label="URL" error={problems.url} hint="https, on port 443 or 8443. It answers with a 2xx status within ten seconds.">
        <Input
          value={url}
          type="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={2048}
          placeholder="https://api.example.com/webhooks"
          className="font-mono text-sm"
          onChange={({ target }) => setUrl(target.value)}
        />
      </Field>
      <EventFields chosen={events} onChange={setEvents} error={problems.events} />
      <DialogActions>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="accent" pending={add.isPending}>
          Add endpoint
        </Button>
      </DialogActions>
    </form>
  );
}

type EventFieldsProps = { chosen: readonly string[]; onChange: (events: string[]) => void; error: string | undefined };

function EventFields({ chosen, onChange, error }: EventFieldsProps) {
  return (
    <fieldset>
      <legend className="font-medium text-sm">Events</legend>
      <div className="mt-1.5 divide-y rounded-md border px-3">
        {EVENTS.map(([name, words]) => (
          <CheckboxRow
            key={name}
            sentence={words}
            mono={name}
            checked={chosen.includes(name)}
            onChange={({ target }) => onChange(target.checked ? [...chosen, name] : chosen.filter((each) => each !== name))}
          />
        ))}
      </div>
      <div className="mt-1.5">
        <FieldError>{error}</FieldError>
      </div>
    </fieldset>
  );
}
