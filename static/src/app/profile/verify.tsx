import { useEffect, useRef, useState } from 'preact/hooks';
import { clock } from '../../core/times';
import type { Me, Verification } from '../../core/types';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { FormError, useForm } from '../form';
import { api, me } from '../here';

/** A call that says four digits; typing them in proves that the phone is theirs. */
export function Verify({
  user,
  unsaved,
  saveFirst,
}: {
  user: Me;
  unsaved: boolean;
  saveFirst: () => Promise<boolean>;
}) {
  const ring = useForm();
  const check = useForm('code');
  const [expires, setExpires] = useState<string>();
  const [code, setCode] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setExpires(undefined), [user.mobile]);
  if (user.mobile_verified && !unsaved)
    return (
      <p class="st done">
        <Icon name="done" small />
        Verified: we rang {user.mobile_international}
      </p>
    );
  const off = !user.mobile && !unsaved ? 'Add your mobile number first.' : '';
  const press = () =>
    ring.send(async () => {
      if (unsaved && !(await saveFirst())) return;
      const v = await api.post<Verification>('/me/mobile/verify');
      setCode('');
      setExpires(v.expires_at);
      requestAnimationFrame(() => input.current?.focus());
    });
  const type = async (typed: string) => {
    const digits = typed.replace(/\D/g, '').slice(0, 4);
    setCode(digits);
    if (digits.length < 4) return check.clear();
    const right = await check.send(async () => {
      await api.post<Verification>('/me/mobile/verify', { code: digits });
      me.value = await api.get<Me>('/me');
    });
    if (!right) setCode('');
  };
  return (
    <div class="fields">
      <div class="acts">
        <Button icon="phone" busy={ring.busy} off={!!off} onPress={() => void press()}>
          {ring.busy ? 'One moment…' : expires ? 'Ring again' : 'Ring me to test'}
        </Button>
        <span class="why" role="status">
          {off ||
            (expires
              ? `Ringing ${user.mobile_international}. Listen for four digits.`
              : 'Not verified yet. A call says four digits.')}
        </span>
      </div>
      <FormError form={ring} />
      {expires && (
        <div ref={check.root} style={{ maxWidth: '220px' }}>
          <Field
            label="The four digits"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={8}
            inputRef={input}
            value={code}
            change={(v) => void type(v)}
            error={check.error('code')}
            hint={`Good until ${clock(expires)}`}
          />
          <FormError form={check} />
        </div>
      )}
    </div>
  );
}
