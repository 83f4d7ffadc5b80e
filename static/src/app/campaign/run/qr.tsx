import './qr.css';
import { correction, generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';
import { useMemo } from 'preact/hooks';
import type { Campaign } from '../../../core/campaign';
import { Dialog } from '../../../ui/dialog';
import { kindWords, type LinkView } from './kind';

/** A card for a whole room to read: the campaign, the code, the address. Always black on white, as cameras like it. */
export default function QrCard({
  campaign,
  link,
  close,
}: {
  campaign: Campaign;
  link: LinkView;
  close: () => void;
}) {
  const code = useMemo(() => {
    const q = generate(link.url, { minCorrectionLevel: correction.M });
    return { path: toSvgPath(q), size: q.size };
  }, [link.url]);
  const quiet = 4;
  const side = code.size + 2 * quiet;
  return (
    <Dialog title={campaign.name} class="qr" close={close}>
      <div class="body">
        <svg
          viewBox={`${-quiet} ${-quiet} ${side} ${side}`}
          shape-rendering="crispEdges"
          role="img"
          aria-label={`QR code of the ${kindWords[link.kind].link}`}
        >
          <rect x={-quiet} y={-quiet} width={side} height={side} fill="#fff" />
          <path d={code.path} fill="#000" />
        </svg>
        <p class="url">{link.url.replace(/^https?:\/\//, '')}</p>
        {link.passcode && (
          <p>
            Passcode <b>{link.passcode}</b>
          </p>
        )}
      </div>
    </Dialog>
  );
}
