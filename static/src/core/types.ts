// The shapes of replies and events under the words the pages use. They are the server's own: api.gen.ts is made
// from its OpenAPI document, and nothing here is written twice.

import type * as Api from './api.gen';

export type Id = string;
/** RFC 3339, UTC. */
export type Instant = string;

export type Named = Api.UserRef;
export type Me = Api.Me;
export type Session = Api.SessionView;
export type SessionRow = Api.SessionRow;
export type Preparing = Api.PreparingView;
export type SessionStatus = Session['status'];
export type Progress = Api.Progress;
export type Impact = Api.Impact;
export type Phone = Api.PhoneView;
export type PhoneState = Phone['state'];
/** Who is being called or was just called. */
export type OnPhone = Api.PersonView;
export type Cycle = Api.CycleView;
export type FinishedCycle = Api.JourneyView;
export type Next = Api.NextView;
/** A call that still needs its log. */
export type OwedLog = Api.OwedView;
/** Whether a button can be pressed, and why not. */
export type Allowed = Api.CanView;

export type Entry = Api.EntryView;
export type EntryStatus = Entry['status'];
export type Skip = Api.SkipView;
export type SkipType = Skip['type'];
export type SkipRequest = Api.SkipRequest;

export type ContactLog = Api.LogRequest;
export type SavedLog = Api.LogView;
/** What taking an action back came to. */
export type Undone = Api.UndoneView;
export type Outcome = SavedLog['outcome'];
export type Rsvp = NonNullable<ContactLog['rsvp']>;

export type Supporter = Api.SupporterCard;

/** The new state of what changed: all events of a session carry it. */
export type Change = Api.Change;

/** Somebody of a group, without what is only needed in mid-call. */
export type Member = Api.SupporterView;
export type NewMember = Api.NewSupporter;
export type MemberEdit = Api.SupporterEdit;
/** One contact with somebody: a contact log, or a call that was never logged. */
export type PastContact = Api.PastContact;
export type OnList = Api.OnListView;
export type Group = Api.GroupView;
export type GroupRole = Group['role'];
export type Leader = Api.LeaderView;
export type CallList = Api.ListView;
export type Import = Api.ImportView;
export type ImportState = Import['state'];
export type FileShape = Api.Shape;
export type ColumnField = Api.Column['field'];
export type Reject = Api.RejectView;
export type PhoneNumber = Api.NumberView;
export type Verification = Api.VerifyView;
export type Organisation = Api.OrganisationView;
export type User = Api.UserView;
export type InvitationLink = Api.LinkView;
export type Invitation = Api.InvitationView;
export type Token = Api.TokenView;
export type Webhook = Api.View;
export type Webhooks = Api.Overview;
export type MadeWebhook = Api.Made;
export type Delivery = Api.DeliveryView;
export type Found = Api.Found;
export type CallBack = Api.CallBackView;
/** One number of the Do Not Call list. */
export type OptOut = Api.OptOutView;
export type OptOutPage = Api.OptOutPage;
export type OptedOut = Api.OptedOut;
export type AuditLine = Api.AuditView;
export type Spending = Api.Spending;

/** application/problem+json. */
export type ProblemBody = Api.Problem;

export interface Page<T> {
  items: T[];
  /** Pass it back as ?cursor= for the next page; absent on the last one. */
  next?: string;
}
