export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path class="arc" d="M4.5 15.5C4.5 9.4 7.7 6 12 6s7.5 3.4 7.5 9.5" />
      <circle class="a" cx="4.5" cy="17" r="2.7" />
      <circle class="b" cx="12" cy="17" r="2.7" />
      <circle class="a" cx="19.5" cy="17" r="2.7" />
    </svg>
  );
}

export function PhoneIcon() {
  return (
    <svg class="i" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M4.4 3h2.3c.4 0 .8.3.9.7l.7 2.6c.1.4 0 .8-.3 1L6.5 8.6a11 11 0 0 0 4.9 4.9l1.3-1.5c.2-.3.6-.4 1-.3l2.6.7c.4.1.7.5.7.9v2.3c0 .8-.6 1.4-1.4 1.4C8.7 17 3 11.3 3 4.4 3 3.6 3.6 3 4.4 3z" />
    </svg>
  );
}

export function NoteIcon() {
  return (
    <svg class="i" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M4.5 3.5h11v9l-4 4h-7zM11.5 16.5v-4h4M7.5 7h5M7.5 10h3" />
    </svg>
  );
}

export function DoneIcon() {
  return (
    <svg class="i done" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="7.8" fill="currentColor" stroke="none" />
      <path d="m6.7 10.3 2.3 2.3 4.3-5" stroke="var(--bg)" stroke-width="1.9" />
    </svg>
  );
}

export function HangUpIcon() {
  return (
    <svg class="i" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M3 12.6c-.5-.7-.9-1.4-.9-2.3 0-.5.2-.9.5-1.2C4.7 7.5 7.2 6.6 10 6.6s5.3.9 7.4 2.5c.3.3.5.7.5 1.2 0 .9-.4 1.6-.9 2.3-.2.4-.7.5-1.1.3l-2.4-1c-.4-.2-.6-.5-.6-.9V9.3a10.8 10.8 0 0 0-5.8 0V11c0 .4-.2.7-.6.9l-2.4 1c-.4.2-.9.1-1.1-.3z" />
    </svg>
  );
}

export function DotsIcon() {
  return (
    <svg class="i" viewBox="0 0 20 20" aria-hidden="true">
      <g fill="currentColor" stroke="none">
        <circle cx="4.5" cy="10" r="1.5" />
        <circle cx="10" cy="10" r="1.5" />
        <circle cx="15.5" cy="10" r="1.5" />
      </g>
    </svg>
  );
}

export function CupIcon() {
  return (
    <svg class="i" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M4 7.5h10v4.5a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4zM14 9h1a2 2 0 0 1 0 4h-1.2M7 3.5v1.5M11 3.5v1.5" />
    </svg>
  );
}

export function MobileIcon() {
  return (
    <svg class="i" viewBox="0 0 20 20" aria-hidden="true">
      <rect x="5.5" y="2.5" width="9" height="15" rx="2" />
      <path d="M9 15h2" />
    </svg>
  );
}

export function CheckIcon() {
  return (
    <svg class="i s" viewBox="0 0 20 20" aria-hidden="true">
      <path d="m4 10.7 4 4 8-9" />
    </svg>
  );
}
