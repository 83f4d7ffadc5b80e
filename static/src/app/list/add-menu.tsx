import { useLocation } from 'preact-iso';
import { cannotImport } from '../../core/rights';
import type { CallList, Group } from '../../core/types';
import { Icon } from '../../ui/icon';
import { Menu } from '../../ui/menu';
import { useReading } from '../reading';

/** The ways by which people come onto a list. */
export function AddMenu({ list: l, open }: { list: CallList; open: (q: Record<string, string>) => void }) {
  const { route } = useLocation();
  const group = useReading<Group>(`/groups/${l.group.id}`);
  return (
    <Menu
      label="Add people"
      class="btn"
      items={[
        { icon: 'users', words: `From ${l.group.name}`, choose: () => open({ add: 'yes' }) },
        { icon: 'user', words: 'Somebody new', choose: () => open({ add: 'new' }) },
        {
          icon: 'list',
          words: 'From a CSV file',
          off: group.value && cannotImport(group.value.role),
          choose: () => route(`/groups/${l.group.id}/import?list=${l.id}`),
        },
      ]}
    >
      Add people <Icon name="down" small />
    </Menu>
  );
}

/** A CSV file onto this list, for who may import. */
export function ImportInto({ list: l }: { list: CallList }) {
  const group = useReading<Group>(`/groups/${l.group.id}`);
  if (!group.value || cannotImport(group.value.role)) return null;
  return (
    <a class="btn" href={`/groups/${l.group.id}/import?list=${l.id}`}>
      Import a CSV
    </a>
  );
}
