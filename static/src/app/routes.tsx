import { useEffect } from 'preact/hooks';
import { lazy, Route, Router, useLocation } from 'preact-iso';
import { focusTitle, Main, Shell } from './shell';
import { NotFound } from './states';

const SessionPage = lazy(() => import('./session/page').then((m) => m.SessionPage));
const SessionsPage = lazy(() => import('./sessions/page').then((m) => m.SessionsPage));
const GroupsPage = lazy(() => import('./groups/page'));
const GroupPage = lazy(() => import('./group/page'));
const Imports = lazy(() => import('./import/pages'));
const ListsPage = lazy(() => import('./lists/page'));
const ListPage = lazy(() => import('./list/page'));
const SupporterPage = lazy(() => import('./supporter/page'));
const ProfilePage = lazy(() => import('./profile/page'));
const Campaigns = lazy(() => import('./campaigns/pages'));
const OrganisationPage = lazy(() => import('./organisation/page'));

/** Every address of the app, on one screen. Each page is loaded when it is opened: `lazy(() => import(…))`. */
export function Routes() {
  return (
    <Shell>
      <Router onRouteChange={focusTitle}>
        <Route path="/" component={Home} />
        <Route path="/sessions" component={SessionsPage} />
        <Route path="/sessions/:id" component={SessionPage} />
        <Route path="/groups" component={GroupsPage} />
        <Route path="/groups/:id/import" component={Imports} />
        <Route path="/groups/:id/:tab?" component={GroupPage} />
        <Route path="/imports/:id" component={Imports} />
        <Route path="/supporters/:id" component={SupporterPage} />
        <Route path="/lists" component={ListsPage} />
        <Route path="/lists/:id/:tab?" component={ListPage} />
        <Route path="/campaigns/:id?/:step?" component={Campaigns} />
        <Route path="/profile" component={ProfilePage} />
        <Route path="/organisation/:tab?" component={OrganisationPage} />
        <Route default component={Nowhere} />
      </Router>
    </Shell>
  );
}

function Home() {
  const { route } = useLocation();
  useEffect(() => route('/sessions', true), []);
  return <Main>{null}</Main>;
}

function Nowhere() {
  return (
    <Main>
      <NotFound />
    </Main>
  );
}
