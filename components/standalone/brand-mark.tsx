/** The brand mark: a C with its centre held. The same drawing as public/icon.svg. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={`shrink-0 text-accent ${className ?? ''}`} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <path
        d="M21.9 9.6a8.7 8.7 0 1 0 0 12.8"
        className="stroke-on-accent"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <circle cx="16" cy="16" r="3.2" className="fill-on-accent" />
    </svg>
  );
}
