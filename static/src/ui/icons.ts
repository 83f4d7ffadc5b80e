// Icons: 20 units square, strokes of the text's colour. Drawn for this project.

export const icons = {
  mobile: '<rect x="5.5" y="2.5" width="9" height="15" rx="2"/><path d="M9 15h2"/>',
  check: '<path d="m4 10.7 4 4 8-9"/>',
  phone:
    '<path d="M4.4 3h2.3c.4 0 .8.3.9.7l.7 2.6c.1.4 0 .8-.3 1L6.5 8.6a11 11 0 0 0 4.9 4.9l1.3-1.5c.2-.3.6-.4 1-.3l2.6.7c.4.1.7.5.7.9v2.3c0 .8-.6 1.4-1.4 1.4C8.7 17 3 11.3 3 4.4 3 3.6 3.6 3 4.4 3z"/>',
  note: '<path d="M4.5 3.5h11v9l-4 4h-7zM11.5 16.5v-4h4M7.5 7h5M7.5 10h3"/>',
  filled:
    '<circle cx="10" cy="10" r="7.8" fill="currentColor" stroke="none"/><path d="m6.7 10.3 2.3 2.3 4.3-5" stroke="var(--bg)" stroke-width="1.9"/>',
  hangup:
    '<path d="M3 12.6c-.5-.7-.9-1.4-.9-2.3 0-.5.2-.9.5-1.2C4.7 7.5 7.2 6.6 10 6.6s5.300.9 7.4 2.5c.3.300.5.700.5 1.2 0 .9-.4 1.6-.9 2.3-.2.4-.7.5-1.100.3l-2.4-1c-.4-.2-.6-.5-.6-.9V9.3a10.8 10.8 0 0 0-5.8 0V11c0 .4-.2.7-.6.9l-2.4 1c-.4.2-.9.1-1.1-.3z"/>',
  dots: '<g fill="currentColor" stroke="none"><circle cx="4.5" cy="10" r="1.5"/><circle cx="10" cy="10" r="1.5"/><circle cx="15.5" cy="10" r="1.5"/></g>',
  sessions:
    '<path d="M3.5 12v-1.5a6.5 6.5 0 0 1 13 0V12"/><rect x="2.75" y="11" width="3.5" height="5.25" rx="1.4"/><rect x="13.75" y="11" width="3.5" height="5.25" rx="1.4"/>',
  list: '<path d="M7.5 5H17M7.5 10H17M7.5 15H17M3.5 5h.01M3.5 10h.01M3.5 15h.01"/>',
  users:
    '<circle cx="7.5" cy="7" r="2.75"/><path d="M2.5 16.2c.3-2.9 2.2-4.6 5-4.6s4.7 1.7 5 4.6M13 4.5a2.75 2.75 0 0 1 0 5.2M14.8 11.9c1.600.6 2.5 2.1 2.7 4.3"/>',
  campaign: '<path d="M3 8.2v3.6h2.7l7.3 3.7v-11L5.7 8.2zM15.7 7.9a3 3 0 0 1 0 4.2M6.3 12l.8 4h2"/>',
  keyboard:
    '<rect x="2.5" y="5" width="15" height="10" rx="2"/><path d="M6 8.5h.01M10 8.5h.01M14 8.5h.01M7 12h6"/>',
  settings:
    '<path d="M3 6h7.5M15 6h2M3 14h2M9.5 14H17"/><circle cx="12.7" cy="6" r="2.1"/><circle cx="7.2" cy="14" r="2.1"/>',
  back: '<path d="M12.5 4.5 7 10l5.5 5.5"/>',
  forward: '<path d="m7.5 4.5 5.5 5.5-5.5 5.5"/>',
  left: '<path d="M16 10H4.5M9 5.5 4.5 10 9 14.5"/>',
  right: '<path d="M4 10h11.5M11 5.5l4.5 4.5-4.5 4.5"/>',
  pencil:
    '<path d="M13.4 3.6a1.6 1.6 0 0 1 2.3 0l.7.7a1.6 1.6 0 0 1 0 2.3L7 16l-3.700.7L4 13zM11.8 5.2l3 3"/>',
  calling: '<circle cx="10" cy="10" r="7"/><circle cx="10" cy="10" r="3" fill="currentColor"/>',
  search: '<circle cx="8.8" cy="8.8" r="5.3"/><path d="m16.8 16.8-4.2-4.2"/>',
  down: '<path d="m4.5 7.5 5.5 5.5 5.5-5.5"/>',
  pause: '<path d="M7 4.5v11M13 4.5v11"/>',
  open: '<circle cx="10" cy="10" r="6.5"/>',
  up: '<path d="M10 16V4M5 9l5-5 5 5"/>',
  user: '<circle cx="10" cy="7" r="3"/><path d="M4 16.8c.4-3.2 2.7-4.8 6-4.8s5.6 1.6 6 4.8"/>',
  first: '<path d="M4 4h12M10 17V8M5.8 12 10 7.8l4.2 4.2"/>',
  skipped: '<circle cx="10" cy="10" r="7"/><path d="M8 7.3v5.4M12 7.3v5.4"/>',
  tag: '<path d="M3.5 9.3V4.5a1 1 0 0 1 1-1h4.8c.4 0 .8.2 1.100.5l6 6a1.5 1.5 0 0 1 0 2.1l-4.3 4.3a1.5 1.5 0 0 1-2.1 0l-6-6a1.5 1.5 0 0 1-.5-1.1zM7 7h.01"/>',
  with: '<path d="M4.5 11.5a5.5 5.5 0 0 1 11 0"/><circle cx="4.5" cy="13" r="1.9" fill="currentColor" stroke="none"/><circle cx="15.5" cy="13" r="1.9" fill="currentColor" stroke="none"/>',
  wait: '<path d="M5.5 3h9M5.5 17h9M6.5 3v2.5c0 2 3.5 3 3.5 4.5s-3.5 2.5-3.5 4.5V17M13.5 3v2.5c0 2-3.5 3-3.5 4.5s3.5 2.5 3.5 4.5V17"/>',
  over: '<path d="M3 12.5a7 7 0 0 1 13-2.5M16.5 5.5V10H12"/><circle cx="10" cy="15" r="1.4" fill="currentColor" stroke="none"/>',
  tried: '<path d="M4 8.5h8.2a4 4 0 0 1 0 8H8.5M7.5 5 4 8.5 7.5 12"/>',
  done: '<circle cx="10" cy="10" r="7"/><path d="m6.8 10.2 2.3 2.3 4.2-4.8"/>',
  never: '<circle cx="10" cy="10" r="7"/><path d="m5.2 5.2 9.6 9.6"/>',
  close: '<path d="m5 5 10 10M15 5 5 15"/>',
  plus: '<path d="M10 4v12M4 10h12"/>',
  copy: '<rect x="7" y="7" width="9.5" height="9.5" rx="2"/><path d="M13 7V5.5a2 2 0 0 0-2-2H5.5a2 2 0 0 0-2 2V11a2 2 0 0 0 2 2H7"/>',
  clock: '<circle cx="10" cy="10" r="7"/><path d="M10 6v4l2.6 1.7"/>',
  half: '<circle cx="10" cy="10" r="7"/><path d="M10 3a7 7 0 0 0 0 14z" fill="currentColor" stroke="none"/>',
  alert: '<circle cx="10" cy="10" r="7"/><path d="M10 6.2v4.5M10 13.4v.01"/>',
  offline:
    '<path d="M3 3l14 14M3.2 8.3a10 10 0 0 1 3.3-2M9.5 5.2c2.7-.1 5.300.9 7.3 3.1M6 11.3a6 6 0 0 1 2.5-1.5M13 10.6c.4.200.7.4 1 .7M10 15.2v.01"/>',
  mail: '<rect x="3" y="4.5" width="14" height="11" rx="2"/><path d="m3.5 6.5 6.5 4.5 6.5-4.5"/>',
  refresh: '<path d="M16 8a6.2 6.2 0 0 0-11.5-1M4 12a6.2 6.2 0 0 0 11.5 1M4.3 3.5V7h3.5M15.7 16.5V13h-3.5"/>',
  warn: '<path d="M10 3.2 17.5 16.3h-15zM10 8.2v3.6M10 14.1v.01"/>',
  eye: '<path d="M2.5 10S5.3 5 10 5s7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5z"/><circle cx="10" cy="10" r="2.3"/>',
} as const;

export type IconName = keyof typeof icons;
