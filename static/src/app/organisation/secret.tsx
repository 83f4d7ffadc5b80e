import { useState } from 'preact/hooks';
import { Button } from '../../ui/button';

/** Something shown once, to be copied. Copying says so on its button for two seconds. */
export function Secret({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      // No clipboard without HTTPS: the text can be selected by hand.
      setSaid('Select and copy it');
    }
    setTimeout(() => setSaid(''), 2000);
  };
  return (
    <div class="secret">
      <code aria-label={label}>{text}</code>
      <Button icon="copy" onPress={() => void copy()}>
        <span aria-live="polite">{said || 'Copy'}</span>
      </Button>
    </div>
  );
}
