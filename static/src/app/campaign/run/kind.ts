import type * as Api from '../../../core/api.gen';

/** One of the two links that are shared, as admins see it. */
export type LinkView = Api.CampaignLink;
export type Kind = LinkView['kind'];

export const kindWords: Record<Kind, { url: string; link: string; people: string }> = {
  caller: { url: 'Caller URL', link: 'caller link', people: 'callers' },
  clicker: { url: 'Clicker URL', link: 'clicker link', people: 'clickers' },
};
