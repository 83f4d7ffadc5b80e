import { useEffect } from 'preact/hooks';
import { Route, Router, useLocation } from 'preact-iso';
import { SessionPage } from './session/page';
import { SessionsPage } from './sessions/page';
import { Main, Shell } from './shell';
import { NotFound } from './states';

/** Every address of the app, on one screen. Pages that few open are loaded when opened: `lazy(() => import(…))`. */
export function Routes() {
  return (
    <Shell>
      <Router>
        <Route path="/" component={Home} />
        <Route path="/sessions" component={SessionsPage} />
        <Route path="/sessions/:id" component={SessionPage} />
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
