import { initials } from '../core/text';

/** You are solid, others are soft; a ring means on the phone now. The name is in the title, and spoken. */
export function Avatar({ name, me, on, say }: { name: string; me?: boolean; on?: boolean; say?: string }) {
  return (
    <span class={`av${me ? ' me' : ''}${on ? ' on' : ''}`} title={say ?? name}>
      <span aria-hidden="true">{initials(name)}</span>
      <span class="vh">{say ?? name}</span>
    </span>
  );
}
