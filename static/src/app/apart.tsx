import { Icon } from '../ui/icon';

/** The servers do not hear of each other at once: what is late because of it, and what is not. */
export function Apart() {
  return (
    <div class="banner warn" role="status">
      <Icon name="clock" />
      <span>
        <b>Live is slower just now.</b> What others do shows up to a second late, “Here now” may miss
        somebody, and a call may start a little later. Nothing is lost.
      </span>
    </div>
  );
}
