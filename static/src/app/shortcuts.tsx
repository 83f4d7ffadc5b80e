import './shortcuts.css';
import { type Place, placeWords, shortcuts } from '../core/shortcuts';
import { Dialog } from '../ui/dialog';
import { me } from './here';

const mac = /Mac|iP/.test(navigator.platform);

/** The dialog behind "?". */
export function ShortcutsDialog({ close }: { close: () => void }) {
  const places = Object.keys(placeWords) as Place[];
  return (
    <Dialog title="Keyboard shortcuts" close={close} class="keys-d">
      <div class="body keys">
        {me.value?.shortcuts === false && (
          <p class="sm muted">
            Shortcuts are off. <a href="/profile">Switch them on in your profile.</a>
          </p>
        )}
        {places.map((place) => (
          <section key={place}>
            <h3>{placeWords[place]}</h3>
            <dl>
              {shortcuts
                .filter((s) => s.place === place)
                .map((s) => (
                  <div key={s.does}>
                    <dt>{s.does}</dt>
                    <dd>
                      {s.keys.map((k) => (
                        <kbd key={k}>{mac ? k.replace('Ctrl', '⌘') : k}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
