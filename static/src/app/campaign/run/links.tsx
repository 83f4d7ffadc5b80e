import { useEffect } from 'preact/hooks';
import { clickingWords, hereWords, unneeded } from '../../../core/run';
import type { Page } from '../../../core/types';
import { Button } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { type Item, Menu } from '../../../ui/menu';
import { useAddress } from '../../address';
import { now } from '../../here';
import { useKeys } from '../../keys';
import { Later } from '../../later';
import { useReading } from '../../reading';
import type { Room } from '../room';
import { useCopy } from './copying';
import { Drawn } from './drawn';
import { type Kind, kindWords, type LinkView } from './kind';

export interface Links {
  items: readonly LinkView[] | undefined;
  put: (links: Page<LinkView>) => void;
  copy: (kind: Kind) => void;
  copied: string | undefined;
}

/** Both links. They are read again when the campaign changes: another admin may have rotated one. */
export function useLinks(room: Room): Links {
  const read = useReading<Page<LinkView>>(`/campaigns/${room.campaign.id}/links`);
  useEffect(() => room.listen((e) => e.kind === 'campaign.changed' && read.again()), []);
  const { copied, copy } = useCopy();
  const copyKind = (kind: Kind) => {
    const link = read.value?.items.find((l) => l.kind === kind);
    if (link) copy(kindWords[kind].link, link.url);
  };
  useKeys({ c: () => copyKind('caller'), k: () => copyKind('clicker') });
  return { items: read.value?.items, put: read.put, copy: copyKind, copied };
}

/** The two addresses to share, who came by them, and what can be done with them. */
export function LinkRows({ room, links }: { room: Room; links: Links }) {
  const { query, open, close } = useAddress();
  const chosen = links.items?.find((l) => l.kind === query.link);
  const shut = () => close('do', 'link');
  return (
    <>
      <dl class="card links">
        {(['caller', 'clicker'] as const).map((kind) => (
          <Row
            key={kind}
            room={room}
            kind={kind}
            link={links.items?.find((l) => l.kind === kind)}
            links={links}
            open={(what) => open({ do: what, link: kind })}
          />
        ))}
      </dl>
      {query.do === 'qr' && chosen && (
        <Later of={() => import('./qr')} campaign={room.campaign} link={chosen} close={shut} />
      )}
      {query.do === 'rotate' && chosen && (
        <Later
          of={() => import('./rotate')}
          campaign={room.campaign}
          link={chosen}
          put={links.put}
          close={shut}
        />
      )}
      {query.do === 'passcode' && chosen && (
        <Later
          of={() => import('./passcode')}
          campaign={room.campaign}
          link={chosen}
          put={links.put}
          close={shut}
        />
      )}
    </>
  );
}

function Row({
  room,
  kind,
  link,
  links,
  open,
}: {
  room: Room;
  kind: Kind;
  link: LinkView | undefined;
  links: Links;
  open: (what: 'qr' | 'rotate' | 'passcode') => void;
}) {
  const words = kindWords[kind];
  const copied = links.copied === words.link;
  const share = () => {
    const data = { title: room.campaign.name, text: invitation(room.campaign.name, kind), url: link?.url };
    // Giving it up is no fault.
    void navigator.share?.(data).catch(() => {});
  };
  const more: Item[] = [
    { icon: 'mail', words: 'Send it by email', choose: () => email(room.campaign.name, kind, link) },
    {
      icon: 'keyboard',
      words: link?.passcode ? 'Change the passcode…' : 'Ask for a passcode…',
      apart: true,
      choose: () => open('passcode'),
    },
    { icon: 'refresh', words: 'Replace the link…', choose: () => open('rotate') },
  ];
  return (
    <div class={kind}>
      <dt>{words.url}</dt>
      <dd class="u">{link ? <Url of={link.url} /> : <span class="bone" style={{ '--w': '220px' }} />}</dd>
      <dd class="row bt">
        <Button tiny icon={copied ? 'check' : 'copy'} off={!link} onPress={() => links.copy(kind)}>
          {copied ? 'Copied' : 'Copy'}
          <span class="vh"> the {words.link}</span>
        </Button>
        <button type="button" class="btn tiny" disabled={!link} onClick={() => open('qr')}>
          <Drawn name="qr" />
          <span class="lb">QR</span>
          <span class="vh"> code of the {words.link}</span>
        </button>
        {'share' in navigator ? (
          <button type="button" class="btn tiny sh" disabled={!link} onClick={share}>
            <Drawn name="share" />
            <span class="lb">Share</span>
            <span class="vh"> the {words.link}</span>
          </button>
        ) : (
          <Menu class="btn tiny sh" label={`Share the ${words.link}`} items={more.slice(0, 1)}>
            <Drawn name="share" />
            <span class="lb">Share</span>
            <span class="vh"> the {words.link}</span>
          </Menu>
        )}
        <Menu class="dots" label={`More for the ${words.link}`} items={more}>
          <Icon name="dots" />
          <span class="vh">More for the {words.link}</span>
        </Menu>
      </dd>
      <dd class="here">
        <HereLine room={room} kind={kind} />
        {link?.passcode && (
          <span class="code">
            Passcode <b>{link.passcode}</b>
          </span>
        )}
      </dd>
    </div>
  );
}

/** Who came by it, and how far they are. */
function HereLine({ room: { campaign: c }, kind }: { room: Room; kind: Kind }) {
  if (kind === 'clicker' && c.counts.total > 0) {
    const why = unneeded(c.clicking, !!c.ended_at);
    if (why)
      return (
        <span>
          {why} {!c.clicking.on && <a href="/organisation">Settings</a>}
        </span>
      );
  }
  const h =
    kind === 'caller'
      ? hereWords(c.here.callers, c.here.callers_today)
      : hereWords(c.here.clickers, c.here.clickers_today);
  const some = kind === 'caller' ? c.here.callers : c.here.clickers;
  const rest = kind === 'caller' ? [h.today] : clickingWords(c.clicking, now(), c.zone);
  return (
    <span>
      {some ? <b>{h.now}</b> : h.now}
      {rest.filter(Boolean).map((w) => `, ${w}`)}
    </span>
  );
}

/** What is the same for everybody is pale; what makes it this link is not. */
function Url({ of }: { of: string }) {
  const url = new URL(of);
  return (
    <>
      {url.host}
      <b>{url.pathname}</b>
    </>
  );
}

function invitation(name: string, kind: Kind): string {
  return kind === 'caller'
    ? `Help call for ${name}`
    : `Help get numbers ready for ${name}: no calls, one button`;
}

function email(name: string, kind: Kind, link: LinkView | undefined) {
  if (!link) return;
  const code = link.passcode ? `\nPasscode: ${link.passcode}` : '';
  const body = `${invitation(name, kind)}:\n${link.url}${code}\n`;
  location.href = `mailto:?subject=${encodeURIComponent(name)}&body=${encodeURIComponent(body)}`;
}
