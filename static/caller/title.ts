import { type Caller, type Screen, talkOf, word } from './state';

/** What the page's tab says: with whom one talks, unless that is not wanted there, else how the campaign is. */
export function titleOf(caller: Caller, screen: Screen, untitled?: boolean): string {
  const i = caller.invited;
  if (!i) return 'Partyline';
  const talk = screen === 'talk' && !untitled ? talkOf(caller) : undefined;
  if (talk)
    return `${caller.mine?.state === 'talking' ? '● Talking to' : 'The call with'} ${talk.name || 'somebody'}`;
  if (screen === 'over') return i.campaign.name;
  return `${screen === 'waiting' ? 'Waiting' : word(i.status.state)} – ${i.campaign.name}`;
}
