// Icons that only this page shows: the app's own set is loaded with every page.

const drawings = {
  qr: (
    <>
      <rect x="3.5" y="3.5" width="5" height="5" rx="1" />
      <rect x="11.5" y="3.5" width="5" height="5" rx="1" />
      <rect x="3.5" y="11.5" width="5" height="5" rx="1" />
      <path d="M11.5 11.5h2v2M16.5 11.5v.01M16.5 14v2.5H14M11.5 16.5v.01" />
    </>
  ),
  share: (
    <path d="M10 12.5v-9M6.5 6.5 10 3l3.5 3.5M5.5 9.5H5a1.5 1.5 0 0 0-1.5 1.5v4.5A1.5 1.5 0 0 0 5 17h10a1.5 1.5 0 0 0 1.5-1.5V11A1.5 1.5 0 0 0 15 9.5h-.5" />
  ),
  bell: <path d="M5.5 8.5a4.5 4.5 0 0 1 9 0c0 4 1.5 5 1.5 5H4s1.5-1 1.5-5M8.5 16.2c.8.7 2.2.7 3 0" />,
  play: <path d="M6.5 4.5v11l9-5.5z" />,
} as const;

export function Drawn({ name, big }: { name: keyof typeof drawings; big?: boolean }) {
  return (
    <svg class={big ? 'i' : 'i s'} viewBox="0 0 20 20" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}
