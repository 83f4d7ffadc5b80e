import { useLocation } from 'preact-iso';
import NewImport from './new';
import ImportPage from './page';

/** The pages of an import: before there is one, in a group, and once it has an address of its own. */
export default function Imports({ id }: { id?: string }) {
  return useLocation().path.startsWith('/imports') ? <ImportPage id={id} /> : <NewImport id={id} />;
}
