// The few signs the script-free pages need, drawn as lines in the colour of the text. Always beside a word.
import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 24 24"
      className="size-[1.15em] shrink-0"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function InfoIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="9.5" />
      <path d="M12 16.5v-5M12 7.8v.01" />
    </Icon>
  );
}

export function WarningIcon() {
  return (
    <Icon>
      <path d="M10.4 4.2 2.6 17.7A1.9 1.9 0 0 0 4.2 20.5h15.6a1.9 1.9 0 0 0 1.6-2.8L13.6 4.2a1.85 1.85 0 0 0-3.2 0Z" />
      <path d="M12 9.5v4M12 17v.01" />
    </Icon>
  );
}

export function StopIcon() {
  return (
    <Icon>
      <path d="M8.1 2.5h7.8l5.6 5.6v7.8l-5.6 5.6H8.1l-5.6-5.6V8.1z" />
      <path d="M12 7.8v5M12 16.3v.01" />
    </Icon>
  );
}

/** Money can move. */
export function MoneyIcon() {
  return (
    <Icon>
      <path d="M3 8.5h15.5M15 4.5l4 4-4 4M21 16H5.5M9 12l-4 4 4 4" />
    </Icon>
  );
}

export function VerifiedIcon() {
  return (
    <Icon>
      <path d="M12 2.5 19.5 5v6.2c0 4.7-3 8.4-7.5 10.3-4.5-1.9-7.5-5.6-7.5-10.3V5z" />
      <path d="m8.7 11.9 2.4 2.4 4.3-4.6" />
    </Icon>
  );
}

export function ArrowIcon() {
  return (
    <Icon>
      <path d="M4.5 12h15M13.5 6l6 6-6 6" />
    </Icon>
  );
}
