import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../ui/button';

/** Rows stand still under the pointer, the focus or a pause; what changed meanwhile is offered. */
export function useStill(turn: number, read: () => void) {
  const [held, setHeld] = useState(false);
  const [paused, setPaused] = useState(false);
  const [seen, setSeen] = useState(turn);
  const waiting = turn !== seen;
  const show = () => {
    setSeen(turn);
    read();
  };
  useEffect(() => {
    if (waiting && !held && !paused) show();
  }, [waiting, held, paused]);
  return { hold: setHeld, paused, pause: setPaused, waiting: waiting && (held || paused), show };
}

export function Pause({ still }: { still: { paused: boolean; pause: (on: boolean) => void } }) {
  const words = still.paused ? 'Go on updating' : 'Pause updates';
  const icon = still.paused ? 'refresh' : 'pause';
  const press = () => still.pause(!still.paused);
  return (
    <>
      <Button class="push wide" icon={icon} onPress={press}>
        {words}
      </Button>
      <Button class="phone" icon={icon} label={words} onPress={press} />
    </>
  );
}
