import '../../../styles/fields.css';
import { useRef, useState } from 'preact/hooks';
import { Problem } from '../../../core/api';
import type { Me } from '../../../core/types';
import { Button } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { api, me } from '../../here';
import { UnderThumb } from './said';

export default function MobileMissing() {
  const [number, setNumber] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const save = async () => {
    const user = me.value;
    if (!user) return;
    setBusy(true);
    setError(undefined);
    try {
      me.value = await api.patch<Me>('/me', { version: user.version, mobile: number.trim() });
    } catch (e) {
      setError(
        e instanceof Problem
          ? (e.fields.get('mobile') ?? e.title)
          : 'The server cannot be reached. Try again.',
      );
      input.current?.focus();
    }
    setBusy(false);
  };
  return (
    <div class="said">
      <p class="t">Where shall we ring you?</p>
      <p id="mobile-why">Add your mobile number first. The calls cost you nothing.</p>
      <form
        class="a"
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          void save();
        }}
      >
        <input
          ref={input}
          class={error ? 'in bad' : 'in'}
          type="tel"
          autocomplete="tel"
          aria-label="Mobile number"
          aria-describedby={error ? 'mobile-error' : 'mobile-why'}
          aria-invalid={!!error}
          placeholder="+44 7…"
          value={number}
          onInput={(e) => setNumber(e.currentTarget.value)}
        />
        <Button type="submit" busy={busy}>
          {busy ? 'Saving…' : 'Save'}
        </Button>
        <UnderThumb>
          <Button off describedBy="mobile-why">
            Start calling session
          </Button>
        </UnderThumb>
      </form>
      {error && (
        <p class="err" id="mobile-error">
          <Icon name="alert" />
          {error}
        </p>
      )}
    </div>
  );
}
