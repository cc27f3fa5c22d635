// A page that says why it cannot go on: what happened, what it means, what to do.
import type { ReactNode } from 'react';
import { Heading, Stack } from './document';
import { ButtonLink } from './submit-button';

type ProblemProps = { title: string; children: ReactNode; action?: { label: string; href: string } };

export function Problem({ title, children, action }: ProblemProps) {
  return (
    <Stack>
      <Heading title={title}>{children}</Heading>
      {action && <ButtonLink href={action.href}>{action.label}</ButtonLink>}
    </Stack>
  );
}
