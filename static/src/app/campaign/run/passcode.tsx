import { useState } from 'preact/hooks';
import type { Campaign } from '../../../core/campaign';
import type { Page } from '../../../core/types';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { tell } from '../../../ui/toast';
import { FormError, useForm } from '../../form';
import { api, newKey } from '../../here';
import { kindWords, type LinkView } from './kind';

/** A word that people are asked for who come by a link. */
export default function PasscodeDialog({
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
  const form = useForm('passcode');
  const [code, setCode] = useState(link.passcode ?? '');
  const words = kindWords[link.kind];
  const save = async (passcode: string) => {
    const done = await form.send(async () =>
      put(
        await api.put<Page<LinkView>>(
          `/campaigns/${campaign.id}/links/${link.kind}/passcode`,
          { passcode },
          { key: newKey() },
        ),
      ),
    );
    if (!done) return;
    tell(
      passcode
        ? `Who comes by the ${words.link} is asked for ${passcode}.`
        : `The ${words.link} asks for no passcode.`,
      'check',
    );
    close();
  };
  const wanted = code.trim();
  return (
    <Dialog
      title={`Passcode of the ${words.link}`}
      class="narrow"
      close={close}
      submit={() =>
        form.check({ passcode: wanted ? undefined : 'Choose a passcode, or take it away.' }) &&
        void save(wanted)
      }
      footer={
        <>
          {link.passcode && (
            <Button quiet bad onPress={() => void save('')}>
              Take it away
            </Button>
          )}
          <Button quiet class="push" onPress={close}>
            Cancel
          </Button>
          <Button primary type="submit" busy={form.busy}>
            {form.busy ? 'Saving…' : 'Save'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        <Field
          label="Passcode"
          value={code}
          change={setCode}
          error={form.error('passcode')}
          hint="Say it aloud where you share the link. Whoever is in already stays in."
          maxLength={40}
          autoFocus
        />
        <FormError form={form} />
      </div>
    </Dialog>
  );
}
