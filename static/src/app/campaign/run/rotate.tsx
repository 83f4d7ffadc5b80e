import { useState } from 'preact/hooks';
import type { Campaign } from '../../../core/campaign';
import type { Page } from '../../../core/types';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { tell } from '../../../ui/toast';
import { FormError, useForm } from '../../form';
import { api, newKey } from '../../here';
import { kindWords, type LinkView } from './kind';

/** Says what a new link does to whom, then makes it. */
export default function RotateDialog({
  campaign,
  link,
  put,
  close,
}: {
  campaign: Campaign;
  link: LinkView;
  put: (links: Page<LinkView>) => void;
  close: () => void;
}) {
  const form = useForm();
  const [key] = useState(newKey);
  const words = kindWords[link.kind];
  const here = link.kind === 'caller' ? campaign.here.callers : campaign.here.clickers;
  const rotate = async () => {
    const done = await form.send(async () =>
      put(await api.post<Page<LinkView>>(`/campaigns/${campaign.id}/links/${link.kind}/rotate`, {}, { key })),
    );
    if (!done) return;
    tell(`The ${words.link} is another one now. Share it anew.`, 'refresh');
    close();
  };
  return (
    <Dialog
      title={`Replace the ${words.link}?`}
      class="narrow"
      close={close}
      submit={() => void rotate()}
      footer={
        <>
          <Button quiet class="push" onPress={close}>
            Cancel
          </Button>
          <Button primary type="submit" busy={form.busy} autoFocus>
            {form.busy ? 'Replacing…' : 'Replace it'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        <p>
          The present link, and every QR code of it, leads nowhere from then on. Whoever came by it stays
          {here > 0 ? `, the ${here === 1 ? 'one' : here} here now too` : ''}. Share the new link with
          everybody who is still to come.
        </p>
        <p class="sub">To send somebody away, remove them under “Who came” instead.</p>
        <FormError form={form} />
      </div>
    </Dialog>
  );
}
